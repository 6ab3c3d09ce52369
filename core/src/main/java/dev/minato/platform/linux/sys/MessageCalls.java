package dev.minato.platform.linux.sys;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// recvmsg(2), sendmsg(2), recvmmsg(2) and sendmmsg(2) on [MessageHeaders]; otherwise as the functions of
/// [Libc].
///
/// Each is called through a handle that is *not final*, so that the compiler makes one piece of the call and
/// of nothing else, as in [RecvSend]: together with the code that writes and reads control messages it would
/// give up halfway, and leave the linker's slice of `errno`, 40 bytes a call.
// The pieces are called through the handles, all with one type.
@SuppressWarnings({"UnusedMethod", "UnusedVariable"})
final class MessageCalls {
    private static final MethodType TYPE = MethodType.methodType(
            long.class, MemorySegment.class, int.class, MemorySegment.class, int.class, int.class);

    // Not final on purpose; see above.
    private static MethodHandle recvmsg = piece("recvmsg");
    private static MethodHandle sendmsg = piece("sendmsg");
    private static MethodHandle recvmmsg = piece("recvmmsg");
    private static MethodHandle sendmmsg = piece("sendmmsg");

    private MessageCalls() {}

    private static MethodHandle piece(String name) {
        try {
            return MethodHandles.lookup().findStatic(MessageCalls.class, name, TYPE);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Receives one datagram; its length.
    static long receive(CallBuffers.Piece memory, int fd, MessageHeaders headers, int flags) {
        return call(recvmsg, memory, fd, headers, 1, flags);
    }

    /// Sends one datagram; its length.
    static long send(CallBuffers.Piece memory, int fd, MessageHeaders headers) {
        return call(sendmsg, memory, fd, headers, 1, Abi.MSG_NOSIGNAL);
    }

    /// Receives up to `count` datagrams; how many.
    static long receive(CallBuffers.Piece memory, int fd, MessageHeaders headers, int count, int flags) {
        return call(recvmmsg, memory, fd, headers, count, flags);
    }

    /// Sends `count` datagrams; how many went.
    static long send(CallBuffers.Piece memory, int fd, MessageHeaders headers, int count) {
        return call(sendmmsg, memory, fd, headers, count, Abi.MSG_NOSIGNAL);
    }

    private static long call(
            MethodHandle piece, CallBuffers.Piece memory, int fd, MessageHeaders headers, int count, int flags) {
        try {
            return (long) piece.invokeExact(memory.errno, fd, headers.memory, count, flags);
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    private static long recvmsg(MemorySegment errno, int fd, MemorySegment headers, int one, int flags) {
        return Libc.recvmsg(errno, fd, headers, flags);
    }

    private static long sendmsg(MemorySegment errno, int fd, MemorySegment headers, int one, int flags) {
        return Libc.sendmsg(errno, fd, headers, flags);
    }

    private static long recvmmsg(MemorySegment errno, int fd, MemorySegment headers, int count, int flags) {
        return Libc.recvmmsg(errno, fd, headers, count, flags);
    }

    private static long sendmmsg(MemorySegment errno, int fd, MemorySegment headers, int count, int flags) {
        return Libc.sendmmsg(errno, fd, headers, count, flags);
    }
}
