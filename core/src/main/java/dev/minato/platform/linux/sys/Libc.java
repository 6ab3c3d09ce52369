package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The system's calls. Each returns what the call returns, or the negative error number.
///
/// A call that a signal interrupted (EINTR) is made again, except `close`, after which the fd is free on Linux.
/// That is right for `connect`, too: the second call says EALREADY while the first goes on, or EISCONN.
///
/// The first argument is where the error number is caught: four bytes of native memory that nobody else uses
/// during the call. Calls on sockets are *critical*: the JVM makes them like a plain function call and lets
/// them see the Java heap, which saves a copy and some 5 ns, but holds up the garbage collector meanwhile;
/// they are all non-blocking. Those on many datagrams at once, which may copy megabytes, and those that may
/// block ([#epollWaitBlocking], [#close] with a linger time) are ordinary ones.
@SuppressWarnings("restricted")
public final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final Linker.Option CRITICAL = Linker.Option.critical(true);

    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SOCKETPAIR = call("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle LISTEN = call("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT4 = critical("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = critical("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMSG = critical("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SENDMSG = critical("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMMSG =
            call("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SENDMMSG = call("sendmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle SHUTDOWN = critical("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = critical("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle GETPEERNAME = critical("getpeername", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle GETSOCKOPT =
            critical("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT =
            critical("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle EPOLL_CREATE1 = call("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            critical("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT_NOW =
            critical("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_WAIT_BLOCKING =
            call("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle POLL = critical("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle WRITE = critical("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

    private Libc() {}

    /// Links every call, if that was not done; throws what linking threw.
    public static void link() {
        // Done when the class was initialized, before this.
    }

    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), ERRNO);
    }

    private static MethodHandle critical(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), ERRNO, CRITICAL);
    }

    /// A critical call that gets native memory only, or also the heap's.
    static MethodHandle critical(boolean heap, String name, FunctionDescriptor type) {
        return link(name, type, ERRNO, Linker.Option.critical(heap));
    }

    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    private static int result(int returned, MemorySegment errno) {
        return returned >= 0 ? returned : -errno.get(JAVA_INT, 0);
    }

    static long result(long returned, MemorySegment errno) {
        return returned >= 0 ? returned : -errno.get(JAVA_INT, 0);
    }

    /// The linker's handles declare `Throwable`; what they throw is unchecked.
    static RuntimeException unchecked(Throwable thrown) {
        switch (thrown) {
            case RuntimeException runtime -> throw runtime;
            case Error error -> throw error;
            default -> throw new AssertionError("a downcall throws nothing checked", thrown);
        }
    }

    public static int socket(MemorySegment errno, int family, int type) {
        try {
            int result;
            do {
                result = result((int) SOCKET.invokeExact(errno, family, type, 0), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int socketpair(MemorySegment errno, int family, int type, MemorySegment both) {
        try {
            int result;
            do {
                result = result((int) SOCKETPAIR.invokeExact(errno, family, type, 0, both), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int bind(MemorySegment errno, int fd, MemorySegment address, int length) {
        try {
            int result;
            do {
                result = result((int) BIND.invokeExact(errno, fd, address, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int listen(MemorySegment errno, int fd, int backlog) {
        try {
            int result;
            do {
                result = result((int) LISTEN.invokeExact(errno, fd, backlog), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int close(MemorySegment errno, int fd) {
        try {
            return result((int) CLOSE.invokeExact(errno, fd), errno);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int accept4(MemorySegment errno, int fd, MemorySegment address, MemorySegment length, int flags) {
        try {
            int result;
            do {
                result = result((int) ACCEPT4.invokeExact(errno, fd, address, length, flags), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int connect(MemorySegment errno, int fd, MemorySegment address, int length) {
        try {
            int result;
            do {
                result = result((int) CONNECT.invokeExact(errno, fd, address, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static long recvmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
        try {
            return result((long) RECVMSG.invokeExact(errno, fd, message, flags), errno);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static long sendmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
        try {
            return result((long) SENDMSG.invokeExact(errno, fd, message, flags), errno);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static int recvmmsg(MemorySegment errno, int fd, MemorySegment messages, int count, int flags) {
        try {
            int result;
            do {
                result = result(
                        (int) RECVMMSG.invokeExact(errno, fd, messages, count, flags, MemorySegment.NULL), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static int sendmmsg(MemorySegment errno, int fd, MemorySegment messages, int count, int flags) {
        try {
            int result;
            do {
                result = result((int) SENDMMSG.invokeExact(errno, fd, messages, count, flags), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int shutdown(MemorySegment errno, int fd, int how) {
        try {
            int result;
            do {
                result = result((int) SHUTDOWN.invokeExact(errno, fd, how), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int getsockname(MemorySegment errno, int fd, MemorySegment address, MemorySegment length) {
        try {
            int result;
            do {
                result = result((int) GETSOCKNAME.invokeExact(errno, fd, address, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int getpeername(MemorySegment errno, int fd, MemorySegment address, MemorySegment length) {
        try {
            int result;
            do {
                result = result((int) GETPEERNAME.invokeExact(errno, fd, address, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int getsockopt(
            MemorySegment errno, int fd, int level, int name, MemorySegment value, MemorySegment length) {
        try {
            int result;
            do {
                result = result((int) GETSOCKOPT.invokeExact(errno, fd, level, name, value, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int setsockopt(MemorySegment errno, int fd, int level, int name, MemorySegment value, int length) {
        try {
            int result;
            do {
                result = result((int) SETSOCKOPT.invokeExact(errno, fd, level, name, value, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int epollCreate1(MemorySegment errno, int flags) {
        try {
            int result;
            do {
                result = result((int) EPOLL_CREATE1.invokeExact(errno, flags), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int epollCtl(MemorySegment errno, int epoll, int operation, int fd, MemorySegment event) {
        try {
            int result;
            do {
                result = result((int) EPOLL_CTL.invokeExact(errno, epoll, operation, fd, event), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /// What is ready now; never waits.
    public static int epollWaitNow(MemorySegment errno, int epoll, MemorySegment events, int capacity) {
        try {
            int result;
            do {
                result = result((int) EPOLL_WAIT_NOW.invokeExact(errno, epoll, events, capacity, 0), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /// Waits until something is ready.
    public static int epollWaitBlocking(MemorySegment errno, int epoll, MemorySegment events, int capacity) {
        try {
            int result;
            do {
                result = result((int) EPOLL_WAIT_BLOCKING.invokeExact(errno, epoll, events, capacity, -1), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /// Whether one descriptor is ready; never waits.
    public static int pollNow(MemorySegment errno, MemorySegment descriptor) {
        try {
            int result;
            do {
                result = result((int) POLL.invokeExact(errno, descriptor, 1L, 0), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static int eventfd(MemorySegment errno, int flags) {
        try {
            int result;
            do {
                result = result((int) EVENTFD.invokeExact(errno, 0, flags), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    public static long write(MemorySegment errno, int fd, MemorySegment from, long length) {
        try {
            long result;
            do {
                result = result((long) WRITE.invokeExact(errno, fd, from, length), errno);
            } while (result == -Errno.EINTR);
            return result;
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }
}
