package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.minato.platform.linux.sys.Downcall;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The calls of io_uring(7), which libc has no functions for, and mmap(2). Each returns a result or the negative
/// errno.
@SuppressWarnings("restricted")
final class RingCalls {
    private static final long IO_URING_SETUP = 425;
    private static final long IO_URING_ENTER = 426;
    private static final long IO_URING_REGISTER = 427;

    private static final MethodHandle SYSCALL = Downcall.ordinaryVariadic(
            1,
            "syscall",
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle MMAP = Downcall.ordinary(
            "mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));

    private RingCalls() {}

    static int setup(MemorySegment errno, int entries, MemorySegment params) {
        return call(errno, IO_URING_SETUP, entries, params.address(), 0, 0);
    }

    static int register(MemorySegment errno, int ring, int opcode, long argument, int count) {
        return call(errno, IO_URING_REGISTER, ring, opcode, argument, count);
    }

    /// Submits, takes what is complete, and waits until there are `complete` of those.
    ///
    /// No critical call: a round sends for hundreds of tasks, which would hold up the garbage collector.
    static int enter(MemorySegment errno, int ring, int submit, int complete, int flags) {
        return call(errno, IO_URING_ENTER, ring, submit, complete, flags);
    }

    private static int call(MemorySegment errno, long number, long a, long b, long c, long d) {
        try {
            return (int) Downcall.result((long) SYSCALL.invokeExact(errno, number, a, b, c, d, 0L, 0L), errno);
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }

    /// Maps what belongs to a ring, shared and writable.
    static MemorySegment map(MemorySegment errno, int ring, long offset, long size) {
        try {
            var at = (MemorySegment) MMAP.invokeExact(
                    errno,
                    MemorySegment.NULL,
                    size,
                    RingAbi.PROT_READ | RingAbi.PROT_WRITE,
                    RingAbi.MAP_SHARED | RingAbi.MAP_POPULATE,
                    ring,
                    offset);
            if (at.address() == -1) {
                throw new OutOfMemoryError("mmap of io_uring: errno " + errno.get(JAVA_INT, 0));
            }
            return at.reinterpret(size);
        } catch (Throwable t) {
            throw Downcall.unchecked(t);
        }
    }
}
