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

/// recvfrom(2) and sendto(2) on a buffer in place, heap or direct, from its position, and on native memory
/// at an address; recv(2) and send(2) where there is no socket address.
/// Otherwise as the functions of [Libc].
///
/// A buffer reaches the kernel as a segment, and the linker makes a slice of `errno`; both live as long as the
/// call. The compiler removes these objects (112 bytes a call) under three conditions, which this class sees
/// to:
///
/// - It compiles them as one piece with the call. Through a deep stack it would give up halfway; so the
///   handles that lead to the piece are *not final*, and the compiler does not look through them.
/// - All that it meets there is inlined: `ofBuffer` is, `asSlice` of a heap segment often not.
/// - Each handle sees segments of one class: those of the heap and native ones have handles of their own. So
///   do calls with and without a socket address: with one type for both, 72 bytes a call remained in a
///   program with direct buffers for its streams and heap ones for its datagrams.
///
/// That holds for a program whose buffers are of one kind. One that hands in heap and direct ones, or
/// memory of arenas too, makes `ofBuffer` itself undecided, and up to 72 bytes a call may remain. So short
/// messages go through a [BounceBuffer], whose address is a plain number.
///
/// The loop on EINTR stands twice, for buffers and for addresses: a handle is called with its exact types.
///
/// ```
///  receive ──(a handle that is no constant)──▶ recvfrom: segment, slice, RECVFROM, in one piece
/// ```
// The pieces are called through the handles, all with one type.
@SuppressWarnings({"UnusedMethod", "UnusedVariable"})
final class RecvSend {
    /// The length of a socket address that the call is to do without.
    static final int NO_ADDRESS = 0;

    private static final long NULL = 0;

    private static final FunctionDescriptor PLAIN =
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final FunctionDescriptor SYSCALL = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle RECV_HEAP = Downcall.critical(true, "recv", PLAIN);
    private static final MethodHandle RECV_DIRECT = Downcall.critical(false, "recv", PLAIN);

    /// syscall(2): recvfrom(3) and sendto(3) are cancellation points, which cost their callers two more function
    /// calls in a process with threads.
    private static final MethodHandle AT = Downcall.variadic(1, "syscall", SYSCALL);

    private static final MethodHandle SEND_HEAP = Downcall.critical(true, "send", PLAIN);
    private static final MethodHandle SEND_DIRECT = Downcall.critical(false, "send", PLAIN);

    private static final MethodType BUFFER = MethodType.methodType(
            long.class, CallBuffers.Piece.class, int.class, ByteBuffer.class, int.class, int.class, int.class);
    private static final MethodType ADDRESSED = BUFFER.changeParameterType(2, long.class);

    // Not final on purpose; see above.
    private static MethodHandle recv = piece("recv", BUFFER);
    private static MethodHandle sendToPeer = piece("sendToPeer", BUFFER);
    private static MethodHandle recvfrom = piece("recvfrom", BUFFER);
    private static MethodHandle sendto = piece("sendto", BUFFER);
    private static MethodHandle recvfromAt = piece("recvfromAt", ADDRESSED);
    private static MethodHandle sendtoAt = piece("sendtoAt", ADDRESSED);

    /// Linked when a datagram that does not go by a [BounceBuffer] is first received or sent: a server of streams
    /// never does, and starts earlier without.
    private static final class Addressed {
        private static final FunctionDescriptor RECVFROM =
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
        private static final FunctionDescriptor SENDTO =
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);

        static final MethodHandle RECVFROM_HEAP = Downcall.critical(true, "recvfrom", RECVFROM);
        static final MethodHandle RECVFROM_DIRECT = Downcall.critical(false, "recvfrom", RECVFROM);
        static final MethodHandle SENDTO_HEAP = Downcall.critical(true, "sendto", SENDTO);
        static final MethodHandle SENDTO_DIRECT = Downcall.critical(false, "sendto", SENDTO);
    }

    private RecvSend() {}

    private static MethodHandle piece(String name, MethodType type) {
        try {
            return MethodHandles.lookup().findStatic(RecvSend.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Receives at most `length` bytes into the buffer, whose position stays. If `addressLength` is not
    /// [#NO_ADDRESS], the sender's address is in the memory then, and its length, which was the room for it
    /// before.
    static long receive(CallBuffers.Piece memory, int fd, ByteBuffer into, int length, int flags, int addressLength) {
        return call(addressLength == NO_ADDRESS ? recv : recvfrom, memory, fd, into, length, flags, addressLength);
    }

    /// Sends at most `length` bytes of the buffer, whose position stays, to the address in the memory,
    /// which is so long, or with [#NO_ADDRESS] to the peer.
    static long send(CallBuffers.Piece memory, int fd, ByteBuffer from, int length, int flags, int addressLength) {
        return call(addressLength == NO_ADDRESS ? sendToPeer : sendto, memory, fd, from, length, flags, addressLength);
    }

    /// As [#receive], into native memory at that address.
    static long receive(CallBuffers.Piece memory, int fd, long into, int length, int flags, int addressLength) {
        return call(recvfromAt, memory, fd, into, length, flags, addressLength);
    }

    /// As [#send], from native memory at that address.
    static long send(CallBuffers.Piece memory, int fd, long from, int length, int flags, int addressLength) {
        return call(sendtoAt, memory, fd, from, length, flags, addressLength);
    }

    private static long call(
            MethodHandle piece,
            CallBuffers.Piece memory,
            int fd,
            ByteBuffer bytes,
            int length,
            int flags,
            int address) {
        try {
            long count;
            do {
                count = (long) piece.invokeExact(memory, fd, bytes, length, flags, address);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long call(
            MethodHandle piece, CallBuffers.Piece memory, int fd, long bytes, int length, int flags, int address) {
        try {
            long count;
            do {
                count = (long) piece.invokeExact(memory, fd, bytes, length, flags, address);
            } while (count == -Errno.EINTR);
            return count;
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long recv(CallBuffers.Piece memory, int fd, ByteBuffer into, int length, int flags, int noAddress)
            throws Throwable {
        MemorySegment errno = memory.errno;
        long size = length;
        long count = into.isDirect()
                ? (long) RECV_DIRECT.invokeExact(errno, fd, MemorySegment.ofBuffer(into), size, flags)
                : (long) RECV_HEAP.invokeExact(errno, fd, MemorySegment.ofBuffer(into), size, flags);
        return Downcall.result(count, errno);
    }

    private static long sendToPeer(
            CallBuffers.Piece memory, int fd, ByteBuffer from, int length, int flags, int noAddress) throws Throwable {
        MemorySegment errno = memory.errno;
        long size = length;
        long count = from.isDirect()
                ? (long) SEND_DIRECT.invokeExact(errno, fd, MemorySegment.ofBuffer(from), size, flags)
                : (long) SEND_HEAP.invokeExact(errno, fd, MemorySegment.ofBuffer(from), size, flags);
        return Downcall.result(count, errno);
    }

    private static long recvfrom(
            CallBuffers.Piece memory, int fd, ByteBuffer into, int length, int flags, int addressLength)
            throws Throwable {
        MemorySegment errno = memory.errno;
        long address = memory.addressAt();
        long lengthAt = memory.lengthAt();
        long size = length;
        long count = into.isDirect()
                ? (long) Addressed.RECVFROM_DIRECT.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(into), size, flags, address, lengthAt)
                : (long) Addressed.RECVFROM_HEAP.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(into), size, flags, address, lengthAt);
        return Downcall.result(count, errno);
    }

    private static long sendto(
            CallBuffers.Piece memory, int fd, ByteBuffer from, int length, int flags, int addressLength)
            throws Throwable {
        MemorySegment errno = memory.errno;
        long address = memory.addressAt();
        long size = length;
        long count = from.isDirect()
                ? (long) Addressed.SENDTO_DIRECT.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(from), size, flags, address, addressLength)
                : (long) Addressed.SENDTO_HEAP.invokeExact(
                        errno, fd, MemorySegment.ofBuffer(from), size, flags, address, addressLength);
        return Downcall.result(count, errno);
    }

    private static long recvfromAt(
            CallBuffers.Piece memory, int fd, long into, int length, int flags, int addressLength) throws Throwable {
        MemorySegment errno = memory.errno;
        long address = addressLength == NO_ADDRESS ? NULL : memory.addressAt();
        long lengthAt = addressLength == NO_ADDRESS ? NULL : memory.lengthAt();
        long count = (long) AT.invokeExact(
                errno, (long) Abi.SYS_recvfrom, (long) fd, into, (long) length, (long) flags, address, lengthAt);
        return Downcall.result(count, errno);
    }

    private static long sendtoAt(CallBuffers.Piece memory, int fd, long from, int length, int flags, int addressLength)
            throws Throwable {
        MemorySegment errno = memory.errno;
        long address = addressLength == NO_ADDRESS ? NULL : memory.addressAt();
        long count = (long) AT.invokeExact(
                errno, (long) Abi.SYS_sendto, (long) fd, from, (long) length, (long) flags, address, (long)
                        addressLength);
        return Downcall.result(count, errno);
    }
}
