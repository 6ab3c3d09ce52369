package dev.minato.bench.micro;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/// The system's calls, linked as [#HOW] says: constants, as a compiler has to see them to make a call of them.
@SuppressWarnings("restricted")
final class Calls {
    /// Read once, before the first call: each fork of JMH measures one way.
    static final String HOW = "bench.link";

    private static final Linker LINKER = Linker.nativeLinker();
    private static final boolean CRITICAL = chosen().contains("critical");
    private static final boolean ERRNO = chosen().contains("errno");
    private static final MemorySegment CAUGHT = Arena.global().allocate(JAVA_INT);

    static final MethodHandle ABS = link("abs", JAVA_INT, JAVA_INT);
    static final MethodHandle RECV = link("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    static final MethodHandle SEND = link("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    static final MethodHandle RECVFROM =
            link("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle SENDTO =
            link("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle EPOLL_WAIT = link("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle EPOLL_CTL = link("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle GETSOCKOPT = link("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);

    private static final MethodHandle SOCKETPAIR = link("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_CREATE1 = link("epoll_create1", JAVA_INT, JAVA_INT);

    private static final int AF_UNIX = 1;
    private static final int STREAM_NONBLOCKING = 0x801;

    private Calls() {}

    private static String chosen() {
        return System.getProperty(HOW, "critical");
    }

    private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
        List<Linker.Option> options = new ArrayList<>();
        if (CRITICAL) {
            options.add(Linker.Option.critical(true));
        }
        if (ERRNO) {
            options.add(Linker.Option.captureCallState("errno"));
        }
        MethodHandle handle = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                options.toArray(Linker.Option[]::new));
        return ERRNO ? MethodHandles.insertArguments(handle, 0, CAUGHT) : handle;
    }

    /// Two connected, non-blocking Unix streams, which stay open as long as the process does.
    static int[] pair() throws Throwable {
        try (var arena = Arena.ofConfined()) {
            MemorySegment both = arena.allocate(JAVA_INT, 2);
            check((int) SOCKETPAIR.invokeExact(AF_UNIX, STREAM_NONBLOCKING, 0, both), "socketpair");
            return both.toArray(JAVA_INT);
        }
    }

    static int epoll() throws Throwable {
        return check((int) EPOLL_CREATE1.invokeExact(0), "epoll_create1");
    }

    static int check(int result, String call) {
        if (result < 0) {
            throw new AssertionError(call + " failed");
        }
        return result;
    }
}
