package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/// The calls that move the bytes of a user's buffer, heap or direct, from position to limit, without a copy.
/// Otherwise as those of [Libc]; one that a signal interrupted is made again here, too.
///
/// A buffer reaches the system as a segment, and the linker makes a slice of `errno`; both live as long as the
/// call. The compiler removes these objects (112 bytes a call) under three conditions, which this class sees
/// to:
///
/// - It compiles them as one piece with the call. Through a deep stack it would give up halfway; so the handles
///   that lead to the piece are *not final*, and the compiler does not look through them.
/// - All that it meets there is inlined: `ofBuffer` is, `asSlice` of a heap segment often not.
/// - Each handle sees segments of one class: those of the heap and native ones have handles of their own.
///
/// That holds for a program whose buffers are of one kind. One that hands in heap and direct ones, or memory of
/// arenas too, makes `ofBuffer` itself undecided, and up to 72 bytes a call may remain. So short messages go
/// through [Scratch], whose address is a plain number.
///
/// ```
///  receive ──(a handle that is no constant)──▶ receiveHere: segment, slice, RECV, in one piece
/// ```
@SuppressWarnings("UnusedMethod") // those that are called through the handles
public final class Transfer {
    /// What one call moves at most: about what a socket's buffer holds, and 50 µs of copying, for which a call
    /// holds up the garbage collector.
    public static final int MAX_SIZE = 512 * 1024;

    private static final FunctionDescriptor PLAIN =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final FunctionDescriptor FROM = PLAIN.appendArgumentLayouts(JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor TO = PLAIN.appendArgumentLayouts(JAVA_LONG, JAVA_INT);

    private static final FunctionDescriptor PLAIN_AT =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final FunctionDescriptor FROM_AT = PLAIN_AT.appendArgumentLayouts(JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor TO_AT = PLAIN_AT.appendArgumentLayouts(JAVA_LONG, JAVA_INT);

    private static final MethodHandle RECV_AT = Downcall.critical(false, "recv", PLAIN_AT);
    private static final MethodHandle SEND_AT = Downcall.critical(false, "send", PLAIN_AT);
    private static final MethodHandle RECVFROM_AT = Downcall.critical(false, "recvfrom", FROM_AT);
    private static final MethodHandle SENDTO_AT = Downcall.critical(false, "sendto", TO_AT);
    private static final MethodHandle RECV_HEAP = Downcall.critical(true, "recv", PLAIN);
    private static final MethodHandle RECV_DIRECT = Downcall.critical(false, "recv", PLAIN);
    private static final MethodHandle SEND_HEAP = Downcall.critical(true, "send", PLAIN);
    private static final MethodHandle SEND_DIRECT = Downcall.critical(false, "send", PLAIN);
    private static final MethodHandle RECVFROM_HEAP = Downcall.critical(true, "recvfrom", FROM);
    private static final MethodHandle RECVFROM_DIRECT = Downcall.critical(false, "recvfrom", FROM);
    private static final MethodHandle SENDTO_HEAP = Downcall.critical(true, "sendto", TO);
    private static final MethodHandle SENDTO_DIRECT = Downcall.critical(false, "sendto", TO);

    private static final MethodType BYTES =
            MethodType.methodType(long.class, MemorySegment.class, int.class, ByteBuffer.class, int.class);
    private static final MethodType WITH_FLAGS = BYTES.appendParameterTypes(int.class);
    private static final MethodType DATAGRAM =
            MethodType.methodType(long.class, CallBuffers.Half.class, int.class, ByteBuffer.class, int.class);

    // Not final on purpose; see above.
    private static MethodHandle receive = apart("receiveHere", WITH_FLAGS);
    private static MethodHandle send = apart("sendHere", BYTES);
    private static MethodHandle receiveFrom = apart("receiveFromHere", DATAGRAM);
    private static MethodHandle sendTo = apart("sendToHere", DATAGRAM);

    private static MethodHandle receiveAt = apart(
            "receiveAtHere",
            MethodType.methodType(long.class, MemorySegment.class, int.class, long.class, int.class, int.class));
    private static MethodHandle sendAt = apart(
            "sendAtHere", MethodType.methodType(long.class, MemorySegment.class, int.class, long.class, int.class));
    private static MethodHandle receiveFromAt = apart(
            "receiveFromAtHere",
            MethodType.methodType(long.class, CallBuffers.Half.class, int.class, long.class, int.class, int.class));
    private static MethodHandle sendToAt = apart(
            "sendToAtHere",
            MethodType.methodType(long.class, CallBuffers.Half.class, int.class, long.class, int.class, int.class));

    private Transfer() {}

    private static MethodHandle apart(String name, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(Transfer.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// `recv`, of at most `length` bytes.
    static long receive(MemorySegment errno, int fd, ByteBuffer into, int length, int flags) {
        try {
            long count;
            do {
                count = (long) receive.invokeExact(errno, fd, into, length, flags);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long receiveHere(MemorySegment errno, int fd, ByteBuffer into, int length, int flags)
            throws Throwable {
        long count = into.isDirect()
                ? (long) RECV_DIRECT.invokeExact(errno, fd, MemorySegment.ofBuffer(into), (long) length, flags)
                : (long) RECV_HEAP.invokeExact(errno, fd, MemorySegment.ofBuffer(into), (long) length, flags);
        return Downcall.result(count, errno);
    }

    /// `send`, of at most `length` bytes.
    static long send(MemorySegment errno, int fd, ByteBuffer from, int length) {
        try {
            long count;
            do {
                count = (long) send.invokeExact(errno, fd, from, length);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long sendHere(MemorySegment errno, int fd, ByteBuffer from, int length) throws Throwable {
        long count = from.isDirect()
                ? (long) SEND_DIRECT.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(from), (long) length, Abi.MSG_NOSIGNAL)
                : (long)
                        SEND_HEAP.invokeExact(errno, fd, MemorySegment.ofBuffer(from), (long) length, Abi.MSG_NOSIGNAL);
        return Downcall.result(count, errno);
    }

    /// `recvfrom`: the sender's address is in the memory then, and its length, which was the room for it
    /// before.
    static long receiveFrom(CallBuffers.Half memory, int fd, ByteBuffer into, int flags) {
        try {
            long count;
            do {
                count = (long) receiveFrom.invokeExact(memory, fd, into, flags);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long receiveFromHere(CallBuffers.Half memory, int fd, ByteBuffer into, int flags) throws Throwable {
        MemorySegment errno = memory.errno;
        long room = into.remaining();
        long address = memory.addressAt();
        long length = memory.lengthAt();
        long count = into.isDirect()
                ? (long) RECVFROM_DIRECT.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(into), room, flags, address, length)
                : (long) RECVFROM_HEAP.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(into), room, flags, address, length);
        return Downcall.result(count, errno);
    }

    /// `sendto` the address in the memory, which is so long; all that remains in the buffer.
    static long sendTo(CallBuffers.Half memory, int fd, ByteBuffer from, int addressLength) {
        try {
            long count;
            do {
                count = (long) sendTo.invokeExact(memory, fd, from, addressLength);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long sendToHere(CallBuffers.Half memory, int fd, ByteBuffer from, int addressLength)
            throws Throwable {
        MemorySegment errno = memory.errno;
        long address = memory.addressAt();
        long length = from.remaining();
        long count = from.isDirect()
                ? (long) SENDTO_DIRECT.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(from), length, Abi.MSG_NOSIGNAL, address, addressLength)
                : (long) SENDTO_HEAP.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(from), length, Abi.MSG_NOSIGNAL, address, addressLength);
        return Downcall.result(count, errno);
    }

    /// `recv` to native memory at that address.
    static long receive(MemorySegment errno, int fd, long into, int length, int flags) {
        try {
            long count;
            do {
                count = (long) receiveAt.invokeExact(errno, fd, into, length, flags);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long receiveAtHere(MemorySegment errno, int fd, long into, int length, int flags) throws Throwable {
        return Downcall.result((long) RECV_AT.invokeExact(errno, fd, into, (long) length, flags), errno);
    }

    /// `send` from native memory at that address.
    static long send(MemorySegment errno, int fd, long from, int length) {
        try {
            long count;
            do {
                count = (long) sendAt.invokeExact(errno, fd, from, length);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long sendAtHere(MemorySegment errno, int fd, long from, int length) throws Throwable {
        return Downcall.result((long) SEND_AT.invokeExact(errno, fd, from, (long) length, Abi.MSG_NOSIGNAL), errno);
    }

    /// `recvfrom` to native memory at that address; otherwise as [#receiveFrom(CallBuffers.Half, int, ByteBuffer,
    /// int)].
    static long receiveFrom(CallBuffers.Half memory, int fd, long into, int length, int flags) {
        try {
            long count;
            do {
                count = (long) receiveFromAt.invokeExact(memory, fd, into, length, flags);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long receiveFromAtHere(CallBuffers.Half memory, int fd, long into, int length, int flags)
            throws Throwable {
        MemorySegment errno = memory.errno;
        return Downcall.result(
                (long) RECVFROM_AT.invokeExact(
                        errno, fd, into, (long) length, flags, memory.addressAt(), memory.lengthAt()),
                errno);
    }

    /// `sendto` from native memory at that address; otherwise as [#sendTo(CallBuffers.Half, int, ByteBuffer, int)].
    static long sendTo(CallBuffers.Half memory, int fd, long from, int length, int addressLength) {
        try {
            long count;
            do {
                count = (long) sendToAt.invokeExact(memory, fd, from, length, addressLength);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long sendToAtHere(CallBuffers.Half memory, int fd, long from, int length, int addressLength)
            throws Throwable {
        MemorySegment errno = memory.errno;
        return Downcall.result(
                (long) SENDTO_AT.invokeExact(
                        errno, fd, from, (long) length, Abi.MSG_NOSIGNAL, memory.addressAt(), addressLength),
                errno);
    }
}
