package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// The C functions behind the syscalls, grouped by their shape ([Downcall]). Each returns what the function
/// returns, or the negative errno.
///
/// A call that fails with EINTR is made again, except close(2), after which the fd is free on Linux. That
/// is right for connect(2), too: the second call fails with EALREADY while the connection is being
/// established, or with EISCONN.
///
/// The first argument is where errno is captured: four bytes of native memory that nobody else uses during
/// the call. Calls on sockets are *critical*: the JVM makes them like a plain function call, without a
/// change of the thread's state, which saves some 5 ns but holds up the garbage collector meanwhile; they
/// are all non-blocking. Those on many datagrams at once, which may copy megabytes, and those that may
/// block ([#epollWaitBlocking], [#close] with a linger time) are ordinary ones.
///
/// A function is linked with all parameters of its shape, though it may have fewer, or an `int` for a `long`:
/// the JVM makes the code of a call once for all functions with the same types, which takes it milliseconds.
/// What a function does not take is in a register that it does not look at, on both processors.
public final class Libc {
    /// The argument for a parameter of the shape that the function does not have.
    private static final int UNUSED = 0;

    private static final int DEFAULT_PROTOCOL = 0;
    private static final int NO_WAIT = 0;
    private static final int FOREVER = -1;

    private static final Downcall SOCKET =
            Downcall.ordinary(Downcall.INTS, "socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Downcall LISTEN =
            Downcall.ordinary(Downcall.INTS, "listen", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Downcall SHUTDOWN =
            Downcall.critical(Downcall.INTS, "shutdown", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Downcall CLOSE =
            Downcall.ordinary(Downcall.INTS, "close", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Downcall EPOLL_CREATE1 =
            Downcall.ordinary(Downcall.INTS, "epoll_create1", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Downcall EVENTFD =
            Downcall.ordinary(Downcall.INTS, "eventfd", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);

    private static final Downcall BIND =
            Downcall.ordinary(Downcall.POINTER, "bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final Downcall CONNECT =
            Downcall.critical(Downcall.POINTER, "connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final Downcall EPOLL_WAIT_NOW =
            Downcall.critical(Downcall.POINTER, "epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final Downcall EPOLL_WAIT_BLOCKING =
            Downcall.ordinary(Downcall.POINTER, "epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final Downcall POLL = pollWithoutFd();
    private static final Downcall WRITE =
            Downcall.critical(Downcall.POINTER, "write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private static final Downcall ACCEPT4 =
            Downcall.critical(Downcall.POINTERS, "accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final Downcall GETSOCKNAME =
            Downcall.critical(Downcall.POINTERS, "getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final Downcall GETPEERNAME =
            Downcall.critical(Downcall.POINTERS, "getpeername", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);

    private static final Downcall SOCKETPAIR =
            Downcall.ordinary(Downcall.VALUE, "socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final Downcall SETSOCKOPT =
            Downcall.critical(Downcall.VALUE, "setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final Downcall EPOLL_CTL =
            Downcall.critical(Downcall.VALUE, "epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    private static final Downcall GETSOCKOPT =
            Downcall.critical(Downcall.VALUES, "getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    /// Linked when one is first called, since many programs never do and each type of its own takes milliseconds.
    private static final class Messages {
        static final Downcall RECVMSG =
                Downcall.critical(Downcall.POINTER, "recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        static final Downcall SENDMSG =
                Downcall.critical(Downcall.POINTER, "sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        static final Downcall RECVMMSG = recvmmsgWithoutTimeout();
        static final Downcall SENDMMSG =
                Downcall.ordinary(Downcall.POINTER, "sendmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

        private static Downcall recvmmsgWithoutTimeout() {
            var type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
            return Downcall.of(
                    Downcall.POINTER,
                    MethodHandles.insertArguments(Downcall.ordinary("recvmmsg", type), 5, MemorySegment.NULL));
        }
    }

    /// Linked at its first call, likewise.
    private static final class Ioctl {
        static final Downcall IOCTL = ioctlWithPointer();

        /// ioctl(2) of a request that takes a pointer; the shape has the request behind it.
        private static Downcall ioctlWithPointer() {
            var type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
            MethodHandle call = Downcall.variadic(2, "ioctl", type);
            return Downcall.of(
                    Downcall.POINTER,
                    MethodHandles.permuteArguments(
                            call,
                            MethodType.methodType(
                                    int.class, MemorySegment.class, int.class, MemorySegment.class, long.class),
                            0,
                            1,
                            3,
                            2));
        }
    }

    private Libc() {}

    /// Links what every socket may need, if that was not done; throws what linking threw.
    public static void link() {
        // Done when the class was initialized, before this.
    }

    /// poll(2) names its descriptors in what the pointer leads to.
    private static Downcall pollWithoutFd() {
        var type = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
        return Downcall.of(
                Downcall.POINTER, MethodHandles.dropArguments(Downcall.critical(false, "poll", type), 1, int.class));
    }

    public static int socket(MemorySegment errno, int family, int type) {
        return (int) SOCKET.call(errno, family, type, DEFAULT_PROTOCOL);
    }

    public static int listen(MemorySegment errno, int fd, int backlog) {
        return (int) LISTEN.call(errno, fd, backlog, UNUSED);
    }

    public static int shutdown(MemorySegment errno, int fd, int how) {
        return (int) SHUTDOWN.call(errno, fd, how, UNUSED);
    }

    public static int close(MemorySegment errno, int fd) {
        return (int) CLOSE.callOnce(errno, fd, UNUSED, UNUSED);
    }

    public static int epollCreate1(MemorySegment errno, int flags) {
        return (int) EPOLL_CREATE1.call(errno, flags, UNUSED, UNUSED);
    }

    /// A counter that is 0.
    public static int eventfd(MemorySegment errno, int flags) {
        return (int) EVENTFD.call(errno, 0, flags, UNUSED);
    }

    public static int bind(MemorySegment errno, int fd, MemorySegment address, int length) {
        return (int) BIND.call(errno, fd, address, length, UNUSED);
    }

    public static int connect(MemorySegment errno, int fd, MemorySegment address, int length) {
        return (int) CONNECT.call(errno, fd, address, length, UNUSED);
    }

    static long recvmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
        return Messages.RECVMSG.call(errno, fd, message, flags, UNUSED);
    }

    static long sendmsg(MemorySegment errno, int fd, MemorySegment message, int flags) {
        return Messages.SENDMSG.call(errno, fd, message, flags, UNUSED);
    }

    static int recvmmsg(MemorySegment errno, int fd, MemorySegment messages, int count, int flags) {
        return (int) Messages.RECVMMSG.call(errno, fd, messages, count, flags);
    }

    static int sendmmsg(MemorySegment errno, int fd, MemorySegment messages, int count, int flags) {
        return (int) Messages.SENDMMSG.call(errno, fd, messages, count, flags);
    }

    /// Returns at once, with what is ready.
    public static int epollWaitNow(MemorySegment errno, int epoll, MemorySegment events, int capacity) {
        return (int) EPOLL_WAIT_NOW.call(errno, epoll, events, capacity, NO_WAIT);
    }

    /// Blocks until something is ready.
    public static int epollWaitBlocking(MemorySegment errno, int epoll, MemorySegment events, int capacity) {
        return (int) EPOLL_WAIT_BLOCKING.call(errno, epoll, events, capacity, FOREVER);
    }

    /// Returns at once, 1 if the one `pollfd` has events, else 0.
    public static int pollNow(MemorySegment errno, MemorySegment pollfd) {
        return (int) POLL.call(errno, UNUSED, pollfd, 1, NO_WAIT);
    }

    public static long write(MemorySegment errno, int fd, MemorySegment from, long length) {
        return WRITE.call(errno, fd, from, length, UNUSED);
    }

    public static int ioctl(MemorySegment errno, int fd, long request, MemorySegment argument) {
        return (int) Ioctl.IOCTL.call(errno, fd, argument, request, UNUSED);
    }

    public static int accept4(MemorySegment errno, int fd, MemorySegment address, MemorySegment length, int flags) {
        return (int) ACCEPT4.call(errno, fd, address, length, flags);
    }

    public static int getsockname(MemorySegment errno, int fd, MemorySegment address, MemorySegment length) {
        return (int) GETSOCKNAME.call(errno, fd, address, length, UNUSED);
    }

    public static int getpeername(MemorySegment errno, int fd, MemorySegment address, MemorySegment length) {
        return (int) GETPEERNAME.call(errno, fd, address, length, UNUSED);
    }

    public static int socketpair(MemorySegment errno, int family, int type, MemorySegment fds) {
        return (int) SOCKETPAIR.call(errno, family, type, DEFAULT_PROTOCOL, fds, UNUSED);
    }

    public static int setsockopt(MemorySegment errno, int fd, int level, int name, MemorySegment value, int length) {
        return (int) SETSOCKOPT.call(errno, fd, level, name, value, length);
    }

    public static int epollCtl(MemorySegment errno, int epoll, int operation, int fd, MemorySegment event) {
        return (int) EPOLL_CTL.call(errno, epoll, operation, fd, event, UNUSED);
    }

    public static int getsockopt(
            MemorySegment errno, int fd, int level, int name, MemorySegment value, MemorySegment length) {
        return (int) GETSOCKOPT.call(errno, fd, level, name, value, length);
    }
}
