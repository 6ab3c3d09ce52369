package dev.minato.net.ready;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.ReadinessSource;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Inbox;
import dev.minato.platform.wait.Watcher;
import java.util.concurrent.atomic.AtomicInteger;

/// The registration of one direction of one socket or channel with a [ReadyQueue].
///
/// ```
///            arm()              ready(), or ready when armed
///    IDLE ──────────▶ ARMED ───────────────────────────────▶ QUEUED      one compare-and-set each
///     ▲                                                        │
///     └────────────────────── collect() ◀──────────────────────┘
///
///    any of them ── cancel() ──▶ GONE
/// ```
///
/// It stands in the queue once, however often [#ready] is called; an event between `arm` and the platform's
/// answer is not lost, since it is armed first.
///
/// @param <T> what it stands for
public final class WatchedDirection<T> extends Inbox.Node implements Watcher {
    private static final int IDLE = 0;
    private static final int ARMED = 1;
    private static final int QUEUED = 2;
    private static final int GONE = 3;

    private final T what;
    private final ReadinessSource socket;
    private final Interest interest;
    private final Handle handle;
    private final ReadyQueue<T> queue;
    private final AtomicInteger state = new AtomicInteger(IDLE);

    /// A registration that is idle.
    public WatchedDirection(T what, ReadinessSource socket, Interest interest, Handle handle, ReadyQueue<T> queue) {
        this.what = what;
        this.socket = socket;
        this.interest = interest;
        this.handle = handle;
        this.queue = queue;
    }

    /// Returns what it stands for.
    public T what() {
        return what;
    }

    /// Puts it into the queue as soon as it is ready, which may be now; no-op unless it is idle. After a
    /// failure it is idle again.
    public void arm() throws NetException {
        if (!state.compareAndSet(IDLE, ARMED)) {
            return;
        }
        try {
            watch();
        } catch (NetException e) {
            state.compareAndSet(ARMED, IDLE);
            throw e;
        }
    }

    private void watch() throws NetException {
        // A handle that was closed before the watcher was added wakes nobody.
        if (socket.watch(interest, this) || handle.isClosed()) {
            ready();
        }
        if (state.get() == GONE) {
            socket.unwatch(interest, this);
        }
    }

    @Override
    public void ready() {
        if (state.compareAndSet(ARMED, QUEUED)) {
            queue.add(this);
        }
    }

    /// Asks the kernel, before a wait returns that nothing was ready; true if it stands in the queue, or another
    /// thread is about to put it there.
    public boolean lookAgain(long since) throws NetException {
        if (state.get() == ARMED && socket.isReadyNow(interest, since)) {
            ready();
        }
        return state.get() == QUEUED;
    }

    /// Called for one that was taken out of the queue; false if it was cancelled meanwhile.
    boolean collect() {
        return state.compareAndSet(QUEUED, IDLE);
    }

    /// Ends it, also while it is queued.
    public void cancel() {
        state.set(GONE);
        socket.unwatch(interest, this);
    }
}
