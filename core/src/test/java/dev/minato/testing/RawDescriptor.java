package dev.minato.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;

/// A file descriptor as another process would have opened it: blocking and not close-on-exec, by C functions. Linux.
public final class RawDescriptor {
    /// A family of addresses.
    public static final int UNIX = 1;

    /// A family of addresses.
    public static final int INET = 2;

    /// A family of addresses.
    public static final int INET6 = 10;

    /// A family of addresses.
    public static final int NETLINK = 16;

    /// A type of socket.
    public static final int STREAM = 1;

    /// A type of socket.
    public static final int DGRAM = 2;

    /// A type of socket.
    public static final int RAW = 3;

    /// A type of socket.
    public static final int SEQPACKET = 5;

    private static final int ICMP = 1;

    private static final Linker LINKER = Linker.nativeLinker();

    private RawDescriptor() {}

    /// socket(2).
    public static int socket(int family, int type) {
        return check("socket", call("socket", family, type, 0));
    }

    /// socket(2) on any port of 127.0.0.1.
    public static int bound(int type) {
        int fd = socket(INET, type);
        try (var arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, 4);
            address.set(JAVA_SHORT, 0, (short) INET);
            address.set(JAVA_BYTE, 4, (byte) 127);
            address.set(JAVA_BYTE, 7, (byte) 1);
            check("bind", withAddress("bind", fd, address, 16));
        }
        return fd;
    }

    /// As [#bound], for TCP, and listen(2).
    public static int listening() {
        return listening(bound(STREAM));
    }

    /// A Unix socket at a path.
    public static int boundUnix(int type, Path path) {
        int fd = socket(UNIX, type);
        try (var arena = Arena.ofConfined()) {
            byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
            MemorySegment address = arena.allocate(110, 4);
            address.set(JAVA_SHORT, 0, (short) UNIX);
            MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
            check("bind", withAddress("bind", fd, address, 2 + bytes.length + 1));
        }
        return fd;
    }

    /// listen(2).
    public static int listening(int fd) {
        check("listen", call("listen", fd, 8));
        return fd;
    }

    /// A descriptor of a socket to the port of 127.0.0.1.
    public static int connected(int type, int port) {
        int fd = socket(INET, type);
        try (var arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, 4);
            address.set(JAVA_SHORT, 0, (short) INET);
            address.set(JAVA_SHORT, 2, Short.reverseBytes((short) port));
            address.set(JAVA_BYTE, 4, (byte) 127);
            address.set(JAVA_BYTE, 7, (byte) 1);
            check("connect", withAddress("connect", fd, address, 16));
        }
        return fd;
    }

    /// Both ends of socketpair(2) of Unix sockets.
    public static int[] pair(int type) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment both = arena.allocate(8, 4);
            var shape = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
            check("socketpair", (int) link("socketpair", shape).invoke(UNIX, type, 0, both));
            return both.toArray(JAVA_INT);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// The reading end of a pipe.
    public static int pipe() {
        try (var arena = Arena.ofConfined()) {
            MemorySegment both = arena.allocate(8, 4);
            check("pipe", (int)
                    link("pipe", FunctionDescriptor.of(JAVA_INT, ADDRESS)).invoke(both));
            close(both.get(JAVA_INT, 4));
            return both.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// setsockopt(2) of an `int`.
    public static void setOption(int fd, int level, int name, int value) {
        try (var arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(JAVA_INT, value);
            var shape = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
            check("setsockopt", (int) link("setsockopt", shape).invoke(fd, level, name, bytes, Integer.BYTES));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Sends a message of ICMP to 127.0.0.1; false where that is not allowed.
    public static boolean sendIcmp(byte[] message) {
        int fd = call("socket", INET, RAW, ICMP);
        if (fd < 0) {
            return false;
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, 4);
            address.set(JAVA_SHORT, 0, (short) INET);
            address.set(JAVA_BYTE, 4, (byte) 127);
            address.set(JAVA_BYTE, 7, (byte) 1);
            check("connect", withAddress("connect", fd, address, 16));
            check("write", withAddress("write", fd, arena.allocateFrom(JAVA_BYTE, message), message.length));
            return true;
        } finally {
            close(fd);
        }
    }

    /// dup2(2), for descriptors that must have certain numbers.
    public static int dup2(int fd, int number) {
        return check("dup2", call("dup2", fd, number));
    }

    /// close(2).
    public static void close(int fd) {
        check("close", call("close", fd));
    }

    /// Whether it is open.
    public static boolean isOpen(int fd) {
        return Files.exists(Path.of("/proc/self/fd/" + fd), LinkOption.NOFOLLOW_LINKS);
    }

    /// The flags of open(2) that it has, of proc(5), in which O_CLOEXEC stands for FD_CLOEXEC.
    public static int flags(int fd) throws IOException {
        String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd)).stream()
                .filter(line -> line.startsWith("flags:"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(flags.substring("flags:".length()).strip(), 8);
    }

    private static int call(String function, int... arguments) {
        var parameters = new MemoryLayout[arguments.length];
        Arrays.fill(parameters, JAVA_INT);
        try {
            Object[] boxed = Arrays.stream(arguments).boxed().toArray();
            return (int)
                    link(function, FunctionDescriptor.of(JAVA_INT, parameters)).invokeWithArguments(boxed);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static int withAddress(String function, int fd, MemorySegment address, int length) {
        try {
            var shape = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
            return (int) link(function, shape).invoke(fd, address, length);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(String function, FunctionDescriptor shape) {
        return LINKER.downcallHandle(LINKER.defaultLookup().find(function).orElseThrow(), shape);
    }

    private static int check(String function, int result) {
        if (result < 0) {
            throw new AssertionError(function + " failed");
        }
        return result;
    }
}
