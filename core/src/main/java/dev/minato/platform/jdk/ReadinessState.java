package dev.minato.platform.jdk;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.platform.wait.Watcher;
import dev.minato.platform.wait.Watchers;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;

/// The readiness of one direction of a channel, with its waiters and watchers.
///
/// NIO is level-triggered, so nothing is kept of an event: a wait arms interest in the operation and sleeps,
/// and an event wakes the first waiter. As a [WaitCondition] it is looked at by a thread that has joined the
/// queue, which is the moment to arm: see [PollerRegistration] for why no event is lost.
final class ReadinessState implements WaitCondition {
    private final PollerRegistration registration;
    private final ChannelSource source;
    private final Interest interest;
    private final WaitQueue waiting;
    private final Watchers watchers = new Watchers();

    ReadinessState(Parker parker, PollerRegistration registration, ChannelSource source, Interest interest) {
        this.registration = registration;
        this.source = source;
        this.interest = interest;
        this.waiting = new WaitQueue(parker);
    }

    /// Arms interest in the operation; true if there is no need to wait, as user space holds something.
    @Override
    public boolean holds() {
        registration.arm(source.operation(interest));
        return source.isHeld(interest);
    }

    /// Blocks on behalf of `handle` until the channel may be ready. TOO_MANY_OPEN_FILES at the first wait of
    /// all, if there is no file descriptor for a selector.
    Outcome await(Handle handle, long deadline) throws NetException {
        try {
            Poller poller = registration.poller();
            Outcome outcome = waiting.await(handle, deadline, this);
            return outcome == Outcome.TIMED_OUT ? lastLook(poller, handle) : outcome;
        } catch (ClosedChannelException | CancelledKeyException closing) {
            return Outcome.CLOSED;
        } catch (IOException noPoller) {
            throw Failures.of("await", noPoller);
        }
    }

    /// Has the poller complete a round, and watches what that finds: data that has long been there wins over a
    /// deadline that passed while the poller was not run.
    private Outcome lastLook(Poller poller, Handle handle) {
        var ready = new AtomicBoolean();
        Watcher watcher = () -> ready.set(true);
        watchers.add(watcher);
        try {
            if (holds()) {
                return Outcome.WOKEN;
            }
            poller.awaitRound();
        } finally {
            watchers.remove(watcher);
        }
        if (handle.isClosed()) {
            return Outcome.CLOSED;
        }
        return ready.get() ? Outcome.WOKEN : Outcome.TIMED_OUT;
    }

    /// As [TrySocket#watch][dev.minato.platform.TrySocket#watch]; a channel that is ready now is told by the
    /// selector, too.
    boolean watch(Watcher watcher) throws NetException {
        watchers.add(watcher);
        try {
            Poller _ = registration.poller();
            if (!holds() && registration.isOpen()) {
                return false;
            }
        } catch (ClosedChannelException | CancelledKeyException closing) {
            // The next try throws CLOSED.
        } catch (IOException noPoller) {
            unwatch(watcher);
            throw Failures.of("await", noPoller);
        }
        unwatch(watcher);
        return true;
    }

    void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /// Tells the watchers and wakes the first waiter; false if nobody waits.
    boolean event() {
        watchers.tellAll();
        return waiting.wakeOne();
    }

    /// Whether anybody waits or watches.
    boolean isAwaited() {
        return !waiting.isEmpty() || !watchers.isEmpty();
    }

    void wakeAll() {
        waiting.wakeAll();
        watchers.tellAll();
    }

    void abandon(Handle handle) {
        waiting.close(handle);
        watchers.tellAll();
    }

    /// Ends all waits with CLOSED; the watchers are for [#tellWatchers], once the channel is closed.
    void close() {
        waiting.close();
    }

    void tellWatchers() {
        watchers.tellAll();
    }
}
