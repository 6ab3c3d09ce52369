package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// A linked C function, called with one of a few shapes of arguments. A call returns what the function
/// returned, or the negative errno; on EINTR it is made again (signal(7)).
///
/// A function takes the shape that its own parameters begin: those behind are dropped, and `int` is widened.
/// Each shape is written out, loop and handler, because Java cannot abstract over the parameters of
/// `invokeExact`; a handle that combinators put together would, but retries through boxed arguments.
///
/// ```
///  INTS        int int int              socket, listen, shutdown, eventfd, epoll_create1, close
///  POINTER     int ptr long int         bind, connect, recvmsg, sendmsg, recvmmsg, sendmmsg, epoll_wait,
///                                       poll, read, pread, write, ioctl, pipe2, open
///  FILES       int int ptr long         splice, sendfile
///  POINTERS    int ptr ptr int          accept4, getsockname, getpeername
///  VALUE       int int int ptr int      setsockopt, socketpair, epoll_ctl
///  VALUES      int int int ptr ptr      getsockopt
/// ```
///
/// An instance belongs in a static final field: the compiler sees through it, to the call, when it inlines.
@SuppressWarnings("restricted")
public record Downcall(MethodHandle handle) {
    static final MethodType INTS = shape(int.class, int.class, int.class);
    static final MethodType POINTER = shape(int.class, MemorySegment.class, long.class, int.class);
    static final MethodType FILES = shape(int.class, int.class, MemorySegment.class, long.class);
    static final MethodType POINTERS = shape(int.class, MemorySegment.class, MemorySegment.class, int.class);
    static final MethodType VALUE = shape(int.class, int.class, int.class, MemorySegment.class, int.class);
    static final MethodType VALUES = shape(int.class, int.class, int.class, MemorySegment.class, MemorySegment.class);

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

    private static MethodType shape(Class<?>... arguments) {
        return MethodType.methodType(long.class, arguments).insertParameterTypes(0, MemorySegment.class);
    }

    /// An ordinary call, for what may block or take long.
    static Downcall ordinary(MethodType shape, String name, MemoryLayout result, MemoryLayout... arguments) {
        return of(shape, ordinary(name, FunctionDescriptor.of(result, arguments)));
    }

    /// A critical call ([Linker.Option#critical]), for what never blocks.
    static Downcall critical(MethodType shape, String name, MemoryLayout result, MemoryLayout... arguments) {
        return of(shape, critical(false, name, FunctionDescriptor.of(result, arguments)));
    }

    /// The handle of an ordinary call.
    public static MethodHandle ordinary(String name, FunctionDescriptor type) {
        return link(name, type, ERRNO);
    }

    /// The handle of a critical call, which gets native memory only, or also the heap's.
    static MethodHandle critical(boolean heap, String name, FunctionDescriptor type) {
        return link(name, type, ERRNO, Linker.Option.critical(heap));
    }

    /// The handle of a critical call of a function with `...`, which begins behind `fixed` parameters.
    static MethodHandle variadic(int fixed, String name, FunctionDescriptor type) {
        return link(name, type, ERRNO, Linker.Option.critical(false), Linker.Option.firstVariadicArg(fixed));
    }

    /// As [#variadic], of an ordinary call.
    public static MethodHandle ordinaryVariadic(int fixed, String name, FunctionDescriptor type) {
        return link(name, type, ERRNO, Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    /// Gives the handle of a call, whose first parameter is the memory for errno, that shape.
    static Downcall of(MethodType shape, MethodHandle call) {
        int taken = call.type().parameterCount();
        MethodHandle widened =
                MethodHandles.explicitCastArguments(call, shape.dropParameterTypes(taken, shape.parameterCount()));
        return new Downcall(MethodHandles.dropArgumentsToMatch(widened, 0, shape.parameterList(), 0));
    }

    /// Returns what the call returned, or the negative errno that it left.
    public static long result(long returned, MemorySegment errno) {
        return returned >= 0 ? returned : -errno.get(JAVA_INT, 0);
    }

    /// Handles declare `Throwable`; what a downcall throws is unchecked.
    public static RuntimeException unchecked(Throwable thrown) {
        switch (thrown) {
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> throw new AssertionError("a downcall throws nothing checked", thrown);
        }
    }

    /// A call that is not made again on EINTR.
    long callOnce(MemorySegment errno, int a, int b, int c) {
        try {
            return result((long) handle.invokeExact(errno, a, b, c), errno);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    long call(MemorySegment errno, int a, int b, int c) {
        long result;
        do {
            result = callOnce(errno, a, b, c);
        } while (result == -Errno.EINTR);
        return result;
    }

    long call(MemorySegment errno, int fd, MemorySegment pointer, long a, int b) {
        try {
            long result;
            do {
                result = result((long) handle.invokeExact(errno, fd, pointer, a, b), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    long call(MemorySegment errno, int a, int b, MemorySegment offset, long count) {
        try {
            long result;
            do {
                result = result((long) handle.invokeExact(errno, a, b, offset, count), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    long call(MemorySegment errno, int fd, MemorySegment address, MemorySegment length, int flags) {
        try {
            long result;
            do {
                result = result((long) handle.invokeExact(errno, fd, address, length, flags), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    long call(MemorySegment errno, int a, int b, int c, MemorySegment value, int length) {
        try {
            long result;
            do {
                result = result((long) handle.invokeExact(errno, a, b, c, value, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    long call(MemorySegment errno, int a, int b, int c, MemorySegment value, MemorySegment length) {
        try {
            long result;
            do {
                result = result((long) handle.invokeExact(errno, a, b, c, value, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }
}
