package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.linux.loop.EventSource;
import dev.minato.platform.linux.loop.Poller;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.loop.Scheduling;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.AddressCodec;
import dev.minato.platform.linux.sys.CallBuffers;
import dev.minato.platform.linux.sys.CountedCalls;
import dev.minato.platform.linux.sys.Errno;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.NativeIo;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.linux.sys.UnixAddressCodec;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.platform.wait.Watcher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What all kinds of sockets have: the guarded descriptor and its [CountedCalls], a [ReadinessState] for each
/// direction, and the poller, from the first wait on.
final class LinuxSocket implements RefCountedFd.Owner, EventSource {
    private static final int UNREGISTERED = 0;
    private static final int PENDING = 1;
    private static final int REGISTERED = 2;
    private static final VarHandle REGISTRATION;

    static {
        try {
            REGISTRATION = MethodHandles.lookup().findVarHandle(LinuxSocket.class, "registration", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LinuxPlatform platform;
    private final RefCountedFd descriptor;
    private final CallBuffers.CallBuffer buffer;
    private final AddressCodec<?> codec;
    final CountedCalls calls;
    final NativeIo io;
    final ReadinessState readable;
    final ReadinessState writable;

    /// Whether a hang-up is for good, as on a stream; a datagram socket goes on after an error.
    private final boolean stream;

    /// Whether the peer ever sent urgent data: a read stops where it stands, so that one that is short says
    /// nothing of what follows.
    private volatile boolean urgent;

    /// Whether a close waits until the peer has taken what was written.
    private volatile boolean lingering;

    private volatile int registration = UNREGISTERED;
    private volatile @Nullable Poller poller;
    private volatile int slot;
    private volatile int generation;

    /// The wait of a close that came while calls were in progress.
    private volatile @Nullable WaitQueue closer;

    private volatile int closeResult;
    private volatile boolean released;

    LinuxSocket(LinuxPlatform platform, int fd, AddressCodec<?> codec, boolean stream) {
        this.platform = platform;
        this.descriptor = new RefCountedFd(fd, this);
        this.buffer = platform.buffers(codec).take();
        this.codec = codec;
        this.calls = new CountedCalls(descriptor, buffer, platform.buffers(codec));
        this.io = new NativeIo(calls);
        this.stream = stream;
        this.readable = new ReadinessState(platform.parker());
        this.writable = new ReadinessState(platform.parker());
    }

    /// A new descriptor of that family and type. TOO_MANY_OPEN_FILES, ADDRESS_FAMILY_UNSUPPORTED.
    static LinuxSocket open(LinuxPlatform platform, AddressCodec<?> codec, int type, String operation)
            throws NetException {
        try (var arena = Arena.ofConfined()) {
            int fd = Libc.socket(arena.allocate(JAVA_INT), codec.family(), type | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC);
            if (fd < 0) {
                throw Errno.of(operation, -fd);
            }
            return new LinuxSocket(platform, fd, codec, type == Abi.SOCK_STREAM);
        }
    }

    /// Two Unix sockets that are connected to each other.
    static Platform.Both<LinuxSocket> pair(LinuxPlatform platform, int type) throws NetException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment fds = arena.allocate(8, 4);
            int result = Libc.socketpair(
                    arena.allocate(JAVA_INT), Abi.AF_UNIX, type | Abi.SOCK_NONBLOCK | Abi.SOCK_CLOEXEC, fds);
            if (result < 0) {
                throw Errno.of("pair", -result);
            }
            boolean stream = type == Abi.SOCK_STREAM;
            return new Platform.Both<>(
                    new LinuxSocket(platform, fds.get(JAVA_INT, 0), UnixAddressCodec.INSTANCE, stream),
                    new LinuxSocket(platform, fds.get(JAVA_INT, 4), UnixAddressCodec.INSTANCE, stream));
        }
    }

    LinuxPlatform platform() {
        return platform;
    }

    <A> void bind(A address, AddressCodec<A> codec) throws NetException {
        calls.check(RefCountedFd.WRITING, "bind", (fd, memory) -> {
            int length = codec.write(address, memory.address(), "bind");
            return Libc.bind(memory.errno, fd, memory.address(), length);
        });
    }

    <A> A systemAddress(String operation, AddressCodec<A> codec) throws NetException {
        var address = new AtomicReference<A>();
        calls.check(RefCountedFd.READING, operation, (fd, memory) -> {
            memory.setLength(codec.size());
            int result = Libc.getsockname(memory.errno, fd, memory.address(), memory.lengthMemory());
            if (result >= 0) {
                address.setPlain(codec.of(memory.address(), memory.length()));
            }
            return result;
        });
        return address.getPlain();
    }

    /// The peer as the system sees it, or `otherwise` if it is gone already.
    <A> A systemPeer(String operation, AddressCodec<A> codec, A otherwise) throws NetException {
        var address = new AtomicReference<>(otherwise);
        calls.call(RefCountedFd.READING, operation, (fd, memory) -> {
            memory.setLength(codec.size());
            int result = Libc.getpeername(memory.errno, fd, memory.address(), memory.lengthMemory());
            if (result >= 0) {
                address.setPlain(codec.of(memory.address(), memory.length()));
            }
            return result;
        });
        return address.getPlain();
    }

    boolean isUnix() {
        return codec.family() == Abi.AF_UNIX;
    }

    boolean isIpv6() {
        return codec.family() == Abi.AF_INET6;
    }

    /// A deadline that passed while the loop stood still is no reason to miss what has long been there: the
    /// kernel is asked before TIMED_OUT is said.
    Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        if (!isHeardOf(interest)) {
            return Outcome.CLOSED;
        }
        Outcome outcome = readiness(interest).await(handle, deadline);
        return outcome == Outcome.TIMED_OUT && isReadyNow(interest) ? Outcome.WOKEN : outcome;
    }

    /// Asks the kernel, as poll(2) does, whether a try may succeed or fail; true of a closed socket, too.
    boolean isReadyNow(Interest interest) {
        return !isIdle(interest);
    }

    /// Whether poll(2) has nothing to say of that direction.
    private boolean isIdle(Interest interest) {
        boolean reading = interest == Interest.READABLE;
        int claim = descriptor.enter(reading ? RefCountedFd.READING : RefCountedFd.WRITING);
        if (claim == RefCountedFd.REFUSED) {
            return false;
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment asked = arena.allocate(8, 4);
            asked.set(JAVA_INT, 0, descriptor.fd());
            asked.set(JAVA_INT, 4, reading ? Abi.POLLIN : Abi.POLLOUT);
            return Libc.pollNow(arena.allocate(JAVA_INT), asked) == 0;
        } finally {
            descriptor.exit(claim);
        }
    }

    /// As [TrySocket#watch][dev.minato.platform.TrySocket#watch].
    boolean watch(Interest interest, Watcher watcher) throws NetException {
        if (!isHeardOf(interest) || readiness(interest).watch(watcher)) {
            return true;
        }
        boolean closing = isClosing();
        if (closing) {
            readiness(interest).unwatch(watcher);
        }
        return closing;
    }

    ReadinessState readiness(Interest interest) {
        return interest == Interest.READABLE ? readable : writable;
    }

    /// Makes sure that the loop tells the state what happens, and that the state is in no doubt; false if the
    /// socket is closing.
    private boolean isHeardOf(Interest interest) throws NetException {
        if (registration != REGISTERED && !register()) {
            return false;
        }
        ReadinessState readiness = readiness(interest);
        if (readiness.isDoubtful()) {
            lookAgain(interest, readiness);
        }
        return !isClosing();
    }

    /// A wait for its own sake, after a try that got just what there was, is not to end at once for nothing.
    private void lookAgain(Interest interest, ReadinessState readiness) {
        long seen = readiness.seen();
        if (isIdle(interest)) {
            readiness.exhausted(seen);
        }
    }

    /// Whether a read that got so many of the bytes it asked for, or that failed with that error, found all
    /// there was. A Unix stream may stop between two writes of its peer.
    boolean isDrainedBy(long count, int asked) {
        return count == -Errno.EAGAIN || (count > 0 && count < asked && !urgent && !isUnix());
    }

    boolean mayBeReady(Interest interest) {
        return registration != REGISTERED || readiness(interest).isReady();
    }

    /// Registers with the loop of the calling thread, once; false if the socket is closing.
    ///
    /// ```
    ///               one compare-and-set            epoll_ctl
    ///  UNREGISTERED ───────────────────▶ PENDING ─────────────▶ REGISTERED
    ///       ▲                                │ fails: an event for all, who then register
    ///       └────────────────────────────────┘
    /// ```
    ///
    /// One that finds it PENDING waits for the first event, as everybody does; a failure is one, too, or nobody
    /// would register for it.
    private boolean register() throws NetException {
        Scheduling scheduling = platform.scheduling();
        if (!REGISTRATION.compareAndSet(this, UNREGISTERED, PENDING)) {
            return true;
        }
        int claim = descriptor.enter(RefCountedFd.READING);
        if (claim == RefCountedFd.REFUSED) {
            registration = UNREGISTERED;
            return false;
        }
        try {
            Poller chosen = scheduling.poller();
            poller = chosen;
            chosen.register(this, descriptor.fd());
            io.use(chosen.bounceBuffer);
            registration = REGISTERED;
            return true;
        } catch (Throwable failed) {
            poller = null;
            registration = UNREGISTERED;
            readable.event(false);
            writable.event(false);
            throw failed;
        } finally {
            descriptor.exit(claim);
        }
    }

    @Override
    public void registered(int slot, int generation) {
        this.slot = slot;
        this.generation = generation;
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public int generation() {
        return generation;
    }

    @Override
    public void event(int mask) {
        if ((mask & Abi.EPOLLPRI) != 0) {
            urgent = true;
        }
        boolean hungUp = stream && (mask & Abi.EPOLLHUP) != 0;
        if ((mask & ~Abi.EPOLLOUT) != 0) {
            readable.event(hungUp || (stream && (mask & Abi.EPOLLRDHUP) != 0));
        }
        if ((mask & (Abi.EPOLLOUT | Abi.EPOLLERR | Abi.EPOLLHUP)) != 0) {
            writable.event(hungUp);
        }
    }

    void abandon(Handle handle) {
        readable.abandon(handle);
        writable.abandon(handle);
    }

    /// Ends all waits with CLOSED. When this returns no call is in progress, and descriptor and port are free;
    /// no-op if closing already. Ignores interrupts.
    void close() throws NetException {
        if (!descriptor.refuse()) {
            return;
        }
        readable.close();
        writable.close();
        if (!released) {
            awaitRelease();
        }
        if (closeResult < 0 && closeResult != -Errno.EINTR) {
            throw Errno.of("close", -closeResult);
        }
    }

    private void awaitRelease() {
        var waiting = new WaitQueue(platform.parker());
        closer = waiting;
        waiting.awaitUninterruptibly(new Handle(), () -> released);
    }

    /// The last one out is perhaps a reader of another handle: it must not wait for a close that lingers.
    @Override
    public void releaseDescriptor() {
        if (registration == REGISTERED) {
            Poller left = poller;
            if (left != null) {
                left.forget(this);
            }
        }
        if (!lingering || !isClosedElsewhere()) {
            released(Libc.close(buffer.writing.errno, descriptor.fd()));
        }
    }

    /// False where there is no thread to be had: a loop that is held up is better than a descriptor that nobody
    /// closes.
    private boolean isClosedElsewhere() {
        try {
            LingeringClose.start(buffer.writing.errno, descriptor.fd(), this::released);
            return true;
        } catch (OutOfMemoryError noThread) {
            return false;
        }
    }

    /// Dekker with [#awaitRelease], which first says that it waits and then looks.
    private void released(int result) {
        platform.buffers(codec).release(buffer);
        closeResult = result;
        released = true;
        WaitQueue waiting = closer;
        if (waiting != null) {
            waiting.wakeAll();
        }
    }

    void setLingering(boolean lingering) {
        this.lingering = lingering;
    }

    boolean isLingering() {
        return lingering;
    }

    boolean isClosing() {
        return descriptor.isClosing();
    }
}
