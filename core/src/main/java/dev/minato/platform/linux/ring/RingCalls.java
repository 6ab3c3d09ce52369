package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The calls of io_uring(7), which libc has no functions for, and mmap(2). Each returns a result or the negative
/// errno.
@SuppressWarnings("restricted")
final class RingCalls {
    private static final long IO_URING_SETUP = 425;
    private static final long IO_URING_ENTER = 426;
    private static final long IO_URING_REGISTER = 427;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final FunctionDescriptor SYSCALL = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle CALL = link("syscall", SYSCALL, ERRNO);
    private static final MethodHandle MMAP = link(
            "mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG), ERRNO);

    private RingCalls() {}

    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    private static long result(long returned, MemorySegment errno) {
        return returned >= 0 ? returned : -errno.get(JAVA_INT, 0);
    }

    static int setup(MemorySegment errno, int entries, MemorySegment params) {
        try {
            return (int) result(
                    (long) CALL.invokeExact(errno, IO_URING_SETUP, (long) entries, params.address(), 0L, 0L, 0L, 0L),
                    errno);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static int register(MemorySegment errno, int ring, int opcode, long argument, int count) {
        try {
            return (int) result(
                    (long) CALL.invokeExact(
                            errno, IO_URING_REGISTER, (long) ring, (long) opcode, argument, (long) count, 0L, 0L),
                    errno);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /// Submits, takes what is complete, and waits until there are `complete` of those.
    ///
    /// No critical call: a round sends for hundreds of tasks, which would hold up the garbage collector.
    static int enter(MemorySegment errno, int ring, int submit, int complete, int flags) {
        try {
            return (int) result(
                    (long) CALL.invokeExact(
                            errno, IO_URING_ENTER, (long) ring, (long) submit, (long) complete, (long) flags, 0L, 0L),
                    errno);
        } catch (Throwable t) {
            throw unchecked(t);
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
            throw unchecked(t);
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        switch (thrown) {
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> throw new AssertionError("a downcall throws nothing checked", thrown);
        }
    }
}
