package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Requirement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every function returns the negative errno of its failure, whatever its shape.
class LibcTest {
    private static final int NO_FD = -1;
    private static final int NO_FLAG = -1;

    private final MemorySegment errno = Arena.global().allocate(JAVA_INT);

    @FunctionalInterface
    private interface Function {
        long call(MemorySegment errno, MemorySegment memory);
    }

    @BeforeAll
    static void onLinux() {
        Requirement.that("Linux", System.getProperty("os.name").equals("Linux"));
    }

    private static Arguments fails(String name, int errno, Function function) {
        return Arguments.of(name, errno, function);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                fails("socket", Errno.EINVAL, (e, m) -> Libc.socket(e, Abi.AF_INET, NO_FLAG)),
                fails("listen", Errno.EBADF, (e, m) -> Libc.listen(e, NO_FD, 1)),
                fails("shutdown", Errno.EBADF, (e, m) -> Libc.shutdown(e, NO_FD, Abi.SHUT_RD)),
                fails("close", Errno.EBADF, (e, m) -> Libc.close(e, NO_FD)),
                fails("epoll_create1", Errno.EINVAL, (e, m) -> Libc.epollCreate1(e, NO_FLAG)),
                fails("eventfd", Errno.EINVAL, (e, m) -> Libc.eventfd(e, NO_FLAG)),
                fails("bind", Errno.EBADF, (e, m) -> Libc.bind(e, NO_FD, m, 16)),
                fails("connect", Errno.EBADF, (e, m) -> Libc.connect(e, NO_FD, m, 16)),
                fails("recvmsg", Errno.EBADF, (e, m) -> Libc.recvmsg(e, NO_FD, m, 0)),
                fails("sendmsg", Errno.EBADF, (e, m) -> Libc.sendmsg(e, NO_FD, m, 0)),
                fails("recvmmsg", Errno.EBADF, (e, m) -> Libc.recvmmsg(e, NO_FD, m, 1, 0)),
                fails("sendmmsg", Errno.EBADF, (e, m) -> Libc.sendmmsg(e, NO_FD, m, 1, 0)),
                fails("epoll_wait now", Errno.EBADF, (e, m) -> Libc.epollWaitNow(e, NO_FD, m, 1)),
                fails("epoll_wait", Errno.EBADF, (e, m) -> Libc.epollWaitBlocking(e, NO_FD, m, 1)),
                fails("poll", Errno.EFAULT, (e, m) -> Libc.pollNow(e, MemorySegment.NULL)),
                fails("write", Errno.EBADF, (e, m) -> Libc.write(e, NO_FD, m, 8)),
                fails("accept4", Errno.EBADF, (e, m) -> Libc.accept4(e, NO_FD, m, m, 0)),
                fails("getsockname", Errno.EBADF, (e, m) -> Libc.getsockname(e, NO_FD, m, m)),
                fails("getpeername", Errno.EBADF, (e, m) -> Libc.getpeername(e, NO_FD, m, m)),
                fails("socketpair", Errno.EOPNOTSUPP, (e, m) -> Libc.socketpair(e, Abi.AF_INET, Abi.SOCK_STREAM, m)),
                fails("setsockopt", Errno.EBADF, (e, m) -> Libc.setsockopt(e, NO_FD, Abi.SOL_SOCKET, 0, m, 4)),
                fails("epoll_ctl", Errno.EBADF, (e, m) -> Libc.epollCtl(e, NO_FD, Abi.EPOLL_CTL_ADD, NO_FD, m)),
                fails("getsockopt", Errno.EBADF, (e, m) -> Libc.getsockopt(e, NO_FD, Abi.SOL_SOCKET, 0, m, m)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failureIsTheNegativeErrno(String name, int number, Function function) {
        assertThat(function.call(errno, Arena.global().allocate(256, 8))).isEqualTo(-number);
    }
}
