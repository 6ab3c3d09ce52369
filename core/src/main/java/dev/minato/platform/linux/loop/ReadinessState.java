package dev.minato.platform.linux.loop;

import dev.minato.atomic.VarHandles;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.platform.wait.Watcher;
import dev.minato.platform.wait.Watchers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The readiness of one direction of a socket, with its waiters and watchers; tokio's `ScheduledIo`.
///
/// epoll is edge-triggered: it reports readiness once, and again only when something new has come. So each
/// event advances a tick, and a try that drained the socket clears readiness for the tick that it read *before*
/// its syscall: an event that came meanwhile is never lost.
///
/// ```
///  tick       advanced by the poller, at each event       ready  ⇔  tick ≠ cleared, or hung up, or held
///  cleared    the tick of the last try that drained the socket
///  hung up    for good: the end or the failure is still to be read, and came as one event with the last data
///  held       something was taken from the kernel and is kept for the next try
///  unheard    there are no events, since the registration has ended for now: a wait ends, to begin it anew
/// ```
///
/// "Ready" may be a false positive, which costs a try that would block: after a try that was filled there may
/// be more or not, so readiness is unconfirmed. "Not ready" is always right. What is ready before the
/// registration is its first event.
public final class ReadinessState implements WaitCondition {
    private static final VarHandle TICK = VarHandles.ofField(MethodHandles.lookup(), "tick", long.class);
    private static final VarHandle CLEARED = VarHandles.ofField(MethodHandles.lookup(), "cleared", long.class);
    private static final VarHandle UNCONFIRMED = VarHandles.ofField(MethodHandles.lookup(), "unconfirmed", long.class);
    private static final VarHandle WATCHERS = VarHandles.ofField(MethodHandles.lookup(), "watchers", Watchers.class);

    private final WaitQueue waiting;
    private volatile long tick;
    private volatile long cleared;
    private volatile boolean hungUp;
    private volatile boolean held;
    private volatile boolean unheard;

    /// Created when somebody first watches.
    private volatile @Nullable Watchers watchers;

    /// The tick of the last try that did not drain the socket.
    private volatile long unconfirmed = -1;

    /// A direction that is not ready, whose threads wait as `parker` says.
    public ReadinessState(Parker parker) {
        this.waiting = new WaitQueue(parker);
    }

    /// Begins a try: the tick to end it with, to be read before its syscall.
    public long tick() {
        return tick;
    }

    /// Ends the try that began at `tick`, and passes the wakeup on: one that is kept would be lost for the next
    /// waiter.
    ///
    /// @param drained whether the syscall found all there was: EAGAIN, or a short read
    public void endTry(long tick, boolean drained) {
        if (drained) {
            clearReadiness(tick);
        } else if (unconfirmed != tick) {
            UNCONFIRMED.setRelease(this, tick);
        }
        passWakeup();
    }

    /// Clears readiness, unless there was an event since `tick`.
    public void clearReadiness(long tick) {
        if (!hungUp) {
            CLEARED.setRelease(this, tick);
        }
    }

    /// Whether the last try left open if there is more, and no event has come since.
    public boolean isUnconfirmed() {
        long now = tick;
        return now != cleared && now == unconfirmed && !hungUp && !held;
    }

    /// Whether a wait is to end: for a try, or to register.
    @Override
    public boolean holds() {
        return isReady() || unheard;
    }

    /// Whether a try may succeed or fail.
    public boolean isReady() {
        return tick != cleared || hungUp || held;
    }

    /// Notes whether the socket keeps what a try may have without the kernel, and tells those who wait for it.
    public void setHeld(boolean held) {
        this.held = held;
        if (held) {
            wakeAll();
        }
    }

    /// Notes that the socket keeps something for the next try, and wakes one of those who wait for it.
    public void hold() {
        held = true;
        tellWatchers();
        waiting.wakeOne();
    }

    /// Notes that it keeps nothing.
    public void unhold() {
        held = false;
    }

    /// Whether it does.
    public boolean isHeld() {
        return held;
    }

    /// Notes whether there are no events. Who says so wakes all behind it.
    public void setUnheard(boolean unheard) {
        this.unheard = unheard;
    }

    /// Notes an event. Called by the thread that polls, or by the one whose registration failed: one at a time.
    ///
    /// A release will do for the tick: [WaitQueue#wakeOne] is a compare-and-set on the word of who waits, or has
    /// a full fence, and so comes between the tick and the look at the watchers.
    ///
    /// @param forGood whether the direction stays ready from now on
    public void event(boolean forGood) {
        if (forGood) {
            hungUp = true;
        }
        TICK.setRelease(this, tick + 1);
        waiting.wakeOne();
        tellWatchers();
    }

    /// Whether anybody waits or watches.
    public boolean isWatched() {
        Watchers known = watchers;
        return !waiting.isEmpty() || (known != null && !known.isEmpty());
    }

    /// Wakes the next waiter if the socket is still ready; cheap if nobody waits.
    public void passWakeup() {
        if (!waiting.isEmpty() && isReady()) {
            waiting.wakeOne();
        }
    }

    /// Blocks on behalf of `handle` until it is ready.
    public Outcome await(Handle handle, long deadline) {
        return waiting.await(handle, deadline, this);
    }

    /// As [#await(Handle, long)], for more than readiness.
    public Outcome await(Handle handle, long deadline, WaitCondition condition) {
        return waiting.await(handle, deadline, condition);
    }

    /// Has `watcher` told of the next event; true, and not, if it is ready already.
    public boolean watch(Watcher watcher) {
        watchers().add(watcher);
        if (holds()) {
            unwatch(watcher);
            return true;
        }
        return false;
    }

    /// Removes a watcher; no-op if it is not in.
    public void unwatch(Watcher watcher) {
        Watchers known = watchers;
        if (known != null) {
            known.remove(watcher);
        }
    }

    private Watchers watchers() {
        Watchers known = watchers;
        return known == null ? firstWatchers() : known;
    }

    private Watchers firstWatchers() {
        var mine = new Watchers();
        Watchers first = (Watchers) WATCHERS.compareAndExchange(this, (Watchers) null, mine);
        return first == null ? mine : first;
    }

    private void tellWatchers() {
        Watchers known = watchers;
        if (known != null) {
            known.tellAll();
        }
    }

    /// Wakes all waiters and watchers, for a change that epoll does not report.
    public void wakeAll() {
        waiting.wakeAll();
        tellWatchers();
    }

    /// Ends with CLOSED the waits that came through `handle`.
    public void abandon(Handle handle) {
        waiting.close(handle);
        tellWatchers();
    }

    /// Ends all waits with CLOSED.
    public void close() {
        waiting.close();
        tellWatchers();
    }
}
