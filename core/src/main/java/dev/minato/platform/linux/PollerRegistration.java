package dev.minato.platform.linux;

import dev.minato.atomic.VarHandles;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.linux.loop.EventReceiver;
import dev.minato.platform.linux.loop.Poller;
import dev.minato.platform.linux.loop.ReadinessState;
import dev.minato.platform.linux.loop.Scheduling;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.NativeIo;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Watcher;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The registration of one socket with a [Poller], from the first wait on, with the readiness of its two
/// directions.
///
/// ```
///               one compare-and-set            epoll_ctl
///  UNREGISTERED ───────────────────▶ PENDING ─────────────▶ REGISTERED
///       ▲                                │ fails: an event in both directions, whose waiters then register
///       ├────────────────────────────────┘                     │
///       └─────────────── PENDING ◀─────────────────────────────┘ pause: all that wait are woken, and register
/// ```
///
/// A thread that finds it PENDING waits for the first event, as any other does; a failure is an event, too, or
/// nobody would register for it.
///
/// That the socket is writable is reported from the first wait for it on: most never wait for that, and each
/// event of what they read would say it, too. Who wants it notes so first, and looks at the state second; who
/// registers, the other way round.
///
/// Whoever changes a registration has it PENDING meanwhile: one at a time.
final class PollerRegistration extends EventReceiver {
    private static final int UNREGISTERED = 0;
    private static final int PENDING = 1;
    private static final int REGISTERED = 2;
    private static final VarHandle STATE = VarHandles.ofField(MethodHandles.lookup(), "state", int.class);

    final ReadinessState readable;
    final ReadinessState writable;

    /// What the ring of its loop does for it; null for what epoll does all for.
    final @Nullable StreamRing ring;

    /// The sends that go by the ring of its loop; null where loops have none.
    final @Nullable RingSender sender;

    private final SocketResources resources;
    private final RefCountedFd descriptor;
    private final NativeIo io;

    /// Whether a hang-up is for good, as on a stream; a datagram socket goes on after an error.
    private final boolean stream;

    /// Whether EPOLLPRI was ever reported.
    private volatile boolean urgent;

    private volatile int state = UNREGISTERED;

    /// Whether somebody ever waited until it is writable.
    private volatile boolean writing;

    private volatile @Nullable Poller poller;

    PollerRegistration(
            SocketResources resources, RefCountedFd descriptor, NativeIo io, boolean stream, boolean internet) {
        this.resources = resources;
        this.descriptor = descriptor;
        this.io = io;
        this.stream = stream;
        this.readable = new ReadinessState(resources.parker());
        this.writable = new ReadinessState(resources.parker());
        this.ring = stream && resources.ring() ? new StreamRing(descriptor, readable, writable, internet) : null;
        this.sender = resources.ring() ? new RingSender(descriptor) : null;
    }

    ReadinessState readiness(Interest interest) {
        return interest == Interest.READABLE ? readable : writable;
    }

    /// Whether anybody ever waited until it is writable: if not, a try to write has no readiness to clear and no
    /// wakeup to pass on.
    boolean isWritingAwaited() {
        return writing;
    }

    /// Blocks on behalf of `handle` until the socket may be ready. Before TIMED_OUT the kernel is asked: a
    /// deadline that passed while the event loop was not run is no reason to miss what has long been there.
    Outcome await(Interest interest, Handle handle, long deadline) throws NetException {
        if (!confirm(interest)) {
            return Outcome.CLOSED;
        }
        ReadinessState readiness = readiness(interest);
        Outcome outcome = ring == null
                ? readiness.await(handle, deadline)
                : readiness.await(handle, deadline, ring.condition(interest));
        // After an interrupt a try is to find what has come, and cannot while the ring is about to bring it.
        boolean late = outcome == Outcome.TIMED_OUT || (ring != null && outcome == Outcome.INTERRUPTED);
        return late && hasCome(interest) ? Outcome.WOKEN : outcome;
    }

    private boolean hasCome(Interest interest) {
        if (ring != null && interest == Interest.READABLE && !ring.reader.awaitLook(resources.parker())) {
            return false; // What the kernel has, no try can take before the loop.
        }
        return isReadyNow(interest);
    }

    /// As [TrySocket#watch][dev.minato.platform.TrySocket#watch].
    boolean watch(Interest interest, Watcher watcher) throws NetException {
        if (!confirm(interest) || readiness(interest).watch(watcher)) {
            return true;
        }
        if (ring != null) {
            ring.arm(interest);
        }
        boolean closing = descriptor.isClosing();
        if (closing) {
            readiness(interest).unwatch(watcher);
        }
        return closing;
    }

    /// Registers the socket, and confirms its readiness by poll(2) if a try left that open: a wait is not to
    /// end at once for nothing. Returns false if the socket is closing.
    private boolean confirm(Interest interest) throws NetException {
        boolean first = interest == Interest.WRITABLE && !writing;
        if (first) {
            writing = true;
        }
        if (state != REGISTERED ? !register() : first && ring == null && !registerWriting()) {
            return false;
        }
        ReadinessState readiness = readiness(interest);
        if (readiness.isUnconfirmed()) {
            long tick = readiness.tick();
            // A wait asks the ring, which finds what is there.
            if (ring != null || !isReadyNow(interest)) {
                readiness.clearReadiness(tick);
            }
        }
        return !descriptor.isClosing();
    }

    /// Whether a try may succeed, as far as epoll has reported.
    boolean mayBeReady(Interest interest) {
        return state != REGISTERED || readiness(interest).isReady();
    }

    /// Whether a try may succeed or fail, as poll(2) says; true of a socket that is closing, too.
    boolean isReadyNow(Interest interest) {
        return readiness(interest).isHeld() || PollNow.isReady(descriptor, interest);
    }

    /// Whether the peer ever sent urgent data: a recv(2) stops at the mark, so that a short one says nothing of
    /// what follows (tcp(7)).
    boolean hadUrgentData() {
        return urgent;
    }

    /// Registers with a poller of the calling thread's, once; false if the socket is closing.
    private boolean register() throws NetException {
        Scheduling scheduling = resources.scheduling();
        if (!STATE.compareAndSet(this, UNREGISTERED, PENDING)) {
            return true;
        }
        long claim = descriptor.enter(RefCountedFd.READING);
        if (claim == RefCountedFd.REFUSED) {
            state = UNREGISTERED;
            return false;
        }
        try {
            Poller before = poller;
            boolean both = writing;
            use(before == null ? scheduling.poller() : before, both);
            state = REGISTERED;
            return ring != null || writing == both || registerWriting();
        } catch (Throwable failed) {
            poller = null;
            state = UNREGISTERED;
            readable.event(false);
            writable.event(false);
            throw failed;
        } finally {
            descriptor.exit(claim);
        }
    }

    /// Has it use the events, the memory and the ring of that loop.
    private void use(Poller chosen, boolean both) throws NetException {
        setUnheard(false);
        poller = chosen;
        if (ring == null) {
            chosen.register(this, descriptor.fd(), both);
        } else {
            ring.use(chosen);
        }
        io.use(chosen.bounceBuffer);
        if (sender != null) {
            sender.use(chosen);
        }
    }

    /// Has epoll report that it is writable, too; false if the socket is closing. A thread that changes the
    /// registration meanwhile sees to it, or wakes all.
    private boolean registerWriting() {
        long claim = descriptor.enter(RefCountedFd.WRITING);
        if (claim == RefCountedFd.REFUSED) {
            return false;
        }
        try {
            if (STATE.compareAndSet(this, REGISTERED, PENDING)) {
                Objects.requireNonNull(poller).registerWriting(this, descriptor.fd());
                state = REGISTERED;
            }
            return true;
        } finally {
            descriptor.exit(claim);
        }
    }

    /// Ends the registration until the next wait, unless somebody waits or watches. A wait that began meanwhile
    /// ends, to register anew.
    void pause() {
        if (readable.isWatched() || writable.isWatched()) {
            return;
        }
        long claim = descriptor.enter(RefCountedFd.WRITING);
        if (claim == RefCountedFd.REFUSED) {
            return;
        }
        try {
            if (STATE.compareAndSet(this, REGISTERED, PENDING)) {
                Objects.requireNonNull(poller).remove(this, descriptor.fd());
                writing = false;
                setUnheard(true);
                state = UNREGISTERED;
                readable.wakeAll();
                writable.wakeAll();
            }
        } finally {
            descriptor.exit(claim);
        }
    }

    private void setUnheard(boolean unheard) {
        readable.setUnheard(unheard);
        writable.setUnheard(unheard);
    }

    /// Ends the registration of a socket whose fd is about to be closed.
    void deregister() {
        Poller left = poller;
        if (ring == null && state == REGISTERED && left != null) {
            left.forget(this);
        }
    }

    @Override
    protected void event(int mask) {
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

    /// Ends all waits with CLOSED, and what the ring does for them.
    void close() {
        readable.close();
        writable.close();
        if (ring != null) {
            ring.cancel();
        }
    }
}
