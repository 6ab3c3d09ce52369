package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.kernel.StreamEnd;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.CountedCalls;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.NativeIo;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.linux.sys.UnixAddressCodec;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.WaitQueue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardSocketOptions;
import org.jspecify.annotations.Nullable;

/// The file descriptor of one socket: its syscalls, its registration, and its close, which waits for the
/// syscalls in flight.
final class SocketFd implements RefCountedFd.Owner {
    /// How long a close waits for a loop that does not come round, in nanoseconds.
    private static final long FOR_A_LOOP = 1_000_000_000;

    /// Of all closes, so that none fails for want of memory. Two that fail at the same moment may mix their
    /// errors up.
    private static final MemorySegment CLOSE_ERRNO = Arena.global().allocate(JAVA_INT);

    final CountedCalls calls;
    final NativeIo io;
    final PollerRegistration registration;
    private final SocketResources resources;
    private final RefCountedFd descriptor;
    private final AddressCodec<?> codec;

    /// The end of a stream.
    private volatile @Nullable StreamEnd end;

    /// Whether close(2) blocks until the peer has acknowledged what was written (SO_LINGER).
    private volatile boolean lingering;

    /// The queue of a close that came while calls were in flight.
    private volatile @Nullable WaitQueue closer;

    private volatile int closeResult;
    private volatile boolean released;

    /// Owns `fd` from here on.
    ///
    /// @param stream whether it is a stream socket, whose hang-up is for good
    SocketFd(SocketResources resources, int fd, AddressCodec<?> codec, boolean stream) {
        this.resources = resources;
        this.descriptor = new RefCountedFd(fd, this);
        this.codec = codec;
        this.calls = new CountedCalls(descriptor, resources.buffers(codec));
        this.io = new NativeIo(calls);
        this.registration = new PollerRegistration(resources, descriptor, io, stream, !isUnix());
    }

    /// A new socket of that family and type. TOO_MANY_OPEN_FILES, ADDRESS_FAMILY_UNSUPPORTED.
    static SocketFd open(SocketResources resources, AddressCodec<?> codec, int type, String operation)
            throws NetException {
        try (var arena = Arena.ofConfined()) {
            int fd = Libc.socket(arena.allocate(JAVA_INT), codec.family(), type | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
            if (fd < 0) {
                throw Errno.of(operation, -fd);
            }
            return new SocketFd(resources, fd, codec, type == Abi.SOCK_STREAM);
        }
    }

    /// A socket that another process opened, and that is non-blocking by now.
    static SocketFd adopt(SocketResources resources, int fd, AddressCodec<?> codec, boolean stream)
            throws NetException {
        var socket = new SocketFd(resources, fd, codec, stream);
        // That process may have set it, and its connections inherit it.
        socket.lingering = OptionCalls.get(socket, StandardSocketOptions.SO_LINGER) > 0;
        return socket;
    }

    /// Two Unix sockets that are connected to each other (socketpair(2)).
    static Platform.Both<SocketFd> pair(SocketResources resources, int type) throws NetException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment fds = arena.allocate(JAVA_INT, 2);
            int result = Libc.socketpair(
                    arena.allocate(JAVA_INT), Abi.AF_UNIX, type | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC, fds);
            if (result < 0) {
                throw Errno.of("pair", -result);
            }
            boolean stream = type == Abi.SOCK_STREAM;
            return new Platform.Both<>(
                    new SocketFd(resources, fds.getAtIndex(JAVA_INT, 0), UnixAddressCodec.INSTANCE, stream),
                    new SocketFd(resources, fds.getAtIndex(JAVA_INT, 1), UnixAddressCodec.INSTANCE, stream));
        }
    }

    SocketResources resources() {
        return resources;
    }

    boolean isUnix() {
        return codec.family() == Abi.AF_UNIX;
    }

    boolean isIpv6() {
        return codec.family() == Abi.AF_INET6;
    }

    void setLingering(boolean lingering) {
        this.lingering = lingering;
    }

    boolean isLingering() {
        return lingering;
    }

    /// The end of the stream that this is the fd of, which is decided by the calls on it. Called once.
    StreamEnd newEnd() {
        var created = new StreamEnd(resources.parker(), descriptor);
        end = created;
        return created;
    }

    /// Whether a read has got to the end.
    boolean isEnding() {
        return descriptor.isEnding();
    }

    @Override
    public void endDecided() {
        StreamEnd met = end;
        if (met != null) {
            met.decided();
        }
    }

    boolean isClosing() {
        return descriptor.isClosing();
    }

    /// Ends all waits with CLOSED. When this returns no call is in flight, and fd and port are free, unless the
    /// loop whose ring has something under way for it was held for longer than [#FOR_A_LOOP]; no-op if closing
    /// already. Ignores interrupts.
    void close() throws NetException {
        if (!descriptor.refuse()) {
            return;
        }
        registration.close();
        if (!released) {
            awaitRelease();
        }
        if (closeResult < 0 && closeResult != -Errno.EINTR) {
            throw Errno.of("close", -closeResult);
        }
    }

    private void awaitRelease() {
        var waiting = new WaitQueue(resources.parker());
        closer = waiting;
        if (registration.sender == null) {
            waiting.awaitUninterruptibly(new Handle(), () -> released);
        } else {
            // What a ring has under way its loop ends. One whose thread some task holds, perhaps until this one has
            // gone on, closes the socket later.
            long until = resources.parker().now() + FOR_A_LOOP;
            waiting.awaitUninterruptibly(new Handle(), until, () -> released);
        }
    }

    /// Closes the fd, on the thread whose call was the last in flight. That may be a reader of another
    /// handle, which must not block in a close that lingers.
    @Override
    public void releaseDescriptor() {
        registration.deregister();
        if (registration.ring != null && registration.ring.close()) {
            resetAtClose();
        }
        if (!lingering || !isClosedElsewhere()) {
            released(Libc.close(CLOSE_ERRNO, descriptor.fd()));
        }
    }

    /// What was received and not read is lost, and the peer is to know it: the kernel does that for what it
    /// has itself. Best effort: a socket that cannot be told to has no peer any more.
    private void resetAtClose() {
        lingering = false;
        try (var arena = Arena.ofConfined()) {
            MemorySegment linger = arena.allocate(Abi.LINGER_SIZE, Integer.BYTES);
            linger.set(JAVA_INT, Abi.L_ONOFF, 1);
            int _ = Libc.setsockopt(
                    CLOSE_ERRNO, descriptor.fd(), Abi.SOL_SOCKET, Abi.SO_LINGER, linger, Abi.LINGER_SIZE);
        }
    }

    /// Returns false where there is no thread to be had: blocking an event loop is better than leaking the
    /// fd.
    private boolean isClosedElsewhere() {
        try {
            LingeringClose.start(CLOSE_ERRNO, descriptor.fd(), this::released);
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    /// Dekker with [#awaitRelease], which first writes `closer` and then reads `released`.
    private void released(int result) {
        closeResult = result;
        released = true;
        WaitQueue waiting = closer;
        if (waiting != null) {
            waiting.wakeAll();
        }
        calls.release();
    }
}
