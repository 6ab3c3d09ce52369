package dev.minato.testing.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A network device inside a namespace: the packets that the system sends through it are read here, and those
/// written here are what it receives. One thread at a time.
///
/// Follows Documentation/networking/tuntap of Linux. The device is gone when this is closed.
@SuppressWarnings("restricted")
final class Tun implements AutoCloseable {
    /// The device's name; each namespace has names of its own.
    static final String NAME = "minato0";

    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x8_0000;
    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final long TUNSETIFF = 0x4004_54CAL;
    /// Packets of IP, with nothing before them.
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final int SIZE_OF_IFREQ = 40;
    private static final int OFFSET_OF_FLAGS = 16;
    private static final int SIZE_OF_POLLFD = 8;
    private static final short POLLIN = 1;
    private static final int MAX_SIZE = 65_536;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option TWO_FIXED = Linker.Option.firstVariadicArg(2);
    private static final MethodHandle OPEN =
            link("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), TWO_FIXED);
    private static final MethodHandle IOCTL =
            link("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), TWO_FIXED);
    private static final MethodHandle SETNS = link("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle POLL =
            link("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment packet = arena.allocate(MAX_SIZE);

    private Tun(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Makes the device in the network namespace of that process.
    static Tun open(long pid) throws IOException, InterruptedException {
        // A thread that has changed its namespace is of no use to anybody else.
        var opening = new Opening(pid);
        var thread = Thread.ofPlatform().start(opening);
        thread.join();
        return opening.result();
    }

    private static final class Opening implements Runnable {
        private final long pid;
        private @Nullable Tun made;
        private @Nullable IOException failure;

        Opening(long pid) {
            this.pid = pid;
        }

        @Override
        public void run() {
            try (var arena = Arena.ofConfined()) {
                int namespace = open(arena, "/proc/" + pid + "/ns/net", O_CLOEXEC);
                check("setns", (int) SETNS.invokeExact(namespace, CLONE_NEWNET));
                check("close", (int) CLOSE.invokeExact(namespace));
                int device = open(arena, "/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
                var request = arena.allocate(SIZE_OF_IFREQ);
                request.setString(0, NAME);
                request.set(JAVA_SHORT, OFFSET_OF_FLAGS, IFF_TUN_NO_PI);
                check("TUNSETIFF", (int) IOCTL.invokeExact(device, TUNSETIFF, request));
                made = new Tun(device);
            } catch (IOException e) {
                failure = e;
            } catch (Throwable e) {
                failure = new IOException(e);
            }
        }

        Tun result() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return made;
        }
    }

    private static int open(Arena arena, String path, int flags) throws Throwable {
        return check("open " + path, (int) OPEN.invokeExact(arena.allocateFrom(path), flags));
    }

    private static int check(String call, int result) throws IOException {
        if (result < 0) {
            throw new IOException(call + " failed");
        }
        return result;
    }

    /// Waits until one of the two has a packet, at most that many milliseconds.
    static void await(Tun one, Tun two, int milliseconds) {
        try (var arena = Arena.ofConfined()) {
            var descriptors = arena.allocate(2L * SIZE_OF_POLLFD, 4);
            descriptors.set(JAVA_INT, 0, one.descriptor);
            descriptors.set(JAVA_SHORT, 4, POLLIN);
            descriptors.set(JAVA_INT, SIZE_OF_POLLFD, two.descriptor);
            descriptors.set(JAVA_SHORT, SIZE_OF_POLLFD + 4, POLLIN);
            int ready = (int) POLL.invokeExact(descriptors, 2L, milliseconds);
            assert ready <= 2;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// The next packet, if there is one.
    Optional<byte[]> read() {
        try {
            long count = (long) READ.invokeExact(descriptor, packet, (long) MAX_SIZE);
            return count <= 0
                    ? Optional.empty()
                    : Optional.of(packet.asSlice(0, count).toArray(JAVA_BYTE));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Gives the packet to the system, which may drop it as any network may.
    void write(byte[] bytes) {
        try {
            packet.copyFrom(MemorySegment.ofArray(bytes));
            long written = (long) WRITE.invokeExact(descriptor, packet, (long) bytes.length);
            assert written <= bytes.length;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            int closed = (int) CLOSE.invokeExact(descriptor);
            assert closed == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        arena.close();
    }

    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }
}
