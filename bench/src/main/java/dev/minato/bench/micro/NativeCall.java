package dev.minato.bench.micro;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// One call through `java.lang.foreign` of each kind that the linux platform makes, where there is nothing to
/// do for it; and one that never enters the kernel, `abs`, for what the way there costs.
///
/// A critical call is made like a plain call of a function; errno is copied out after the call.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NativeCall {
    private static final int NO_SOCKET = -1;
    private static final int BYTES = 64;
    private static final int ADDRESS_BYTES = 16;
    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int EPOLLIN = 1;

    /// How the calls are linked.
    @Param({"ordinary", "ordinary errno", "critical", "critical errno"})
    public String how = "";

    private final MemorySegment buffer = native64();
    private final MemorySegment address = native64();
    private final MemorySegment length = native64();
    private final MemorySegment event = native64();
    private int socket;
    private int epoll;

    /// Made by JMH.
    public NativeCall() {}

    private static MemorySegment native64() {
        return Arena.global().allocate(BYTES, Long.BYTES);
    }

    /// Opens a socket that no data comes to, and an epoll that looks at it.
    @Setup
    public void open() throws Throwable {
        System.setProperty(Calls.HOW, how);
        socket = Calls.pair()[0];
        epoll = Calls.epoll();
        event.set(JAVA_INT, 0, EPOLLIN);
        Calls.check((int) Calls.EPOLL_CTL.invokeExact(epoll, EPOLL_CTL_ADD, socket, event), "epoll_ctl");
    }

    /// No system call at all.
    @Benchmark
    public int abs() throws Throwable {
        return (int) Calls.ABS.invokeExact(socket);
    }

    /// Says that it would block.
    @Benchmark
    public long recv() throws Throwable {
        return (long) Calls.RECV.invokeExact(socket, buffer, (long) BYTES, 0);
    }

    /// Says that it would block.
    @Benchmark
    public long recvfrom() throws Throwable {
        length.set(JAVA_INT, 0, ADDRESS_BYTES);
        return (long) Calls.RECVFROM.invokeExact(socket, buffer, (long) BYTES, 0, address, length);
    }

    /// Says that there is no such descriptor.
    @Benchmark
    public long send() throws Throwable {
        return (long) Calls.SEND.invokeExact(NO_SOCKET, buffer, (long) BYTES, 0);
    }

    /// Says that there is no such descriptor.
    @Benchmark
    public long sendto() throws Throwable {
        return (long) Calls.SENDTO.invokeExact(NO_SOCKET, buffer, (long) BYTES, 0, address, ADDRESS_BYTES);
    }

    /// Finds nothing ready, and does not wait.
    @Benchmark
    public int epollWaitNow() throws Throwable {
        return (int) Calls.EPOLL_WAIT.invokeExact(epoll, buffer, 1, 0);
    }

    /// Changes nothing.
    @Benchmark
    public int epollCtl() throws Throwable {
        return (int) Calls.EPOLL_CTL.invokeExact(epoll, EPOLL_CTL_MOD, socket, event);
    }

    /// Reads SO_ERROR.
    @Benchmark
    public int getsockopt() throws Throwable {
        length.set(JAVA_INT, 0, Integer.BYTES);
        return (int) Calls.GETSOCKOPT.invokeExact(socket, SOL_SOCKET, SO_ERROR, buffer, length);
    }
}
