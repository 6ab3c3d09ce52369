package dev.minato.platform.jdk;

import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Outcome;
import dev.minato.platform.Parking;
import dev.minato.platform.WaitQueue;
import dev.minato.platform.Waiter;
import dev.minato.platform.Watcher;
import dev.minato.platform.Watchers;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Who waits for one channel, and what the selector is asked to look for because of them.
///
/// NIO is level-triggered: as long as there is data, each `select` reports it. So interest in reading stays set
/// while its events find a waiter, which makes the usual wait free of changes to the selector; an event that
/// finds nobody takes the interest out, or the poller would spin, and the next wait puts it back. Interest in
/// writing is taken out at each event, since a socket is nearly always writable.
///
/// ```
///  the poller, at an event             a thread that waits
///  -----------------------             -------------------
///  wake the first in the queue         join the queue
///  none: take the interest out         interest not set?
///        queue not empty? put it back      set it, tell the poller
/// ```
///
/// Whichever of the two looks second sees what the other did. A watcher does as a thread that waits: it is
/// added, then it looks at the interest; and at an event all watchers are told before the first waiter is
/// woken.
final class Readiness {
    private static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITING = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
    static final BooleanSupplier NOTHING = Boolean.FALSE::booleanValue;

    private final SelectableChannel channel;
    private final Pollers pollers;
    private final Parking parking;
    private final WaitQueue readers;
    private final WaitQueue writers;
    private final Watchers readWatchers = new Watchers();
    private final Watchers writeWatchers = new Watchers();

    private volatile @Nullable Poller poller;
    private volatile @Nullable SelectionKey key;

    Readiness(Parking parking, SelectableChannel channel, Pollers pollers) {
        this.parking = parking;
        this.channel = channel;
        this.pollers = pollers;
        this.readers = new WaitQueue(parking);
        this.writers = new WaitQueue(parking);
    }

    Parking parking() {
        return parking;
    }

    /// Waits in the queue of `interest` for `operation`, one of the OP_ constants of [SelectionKey].
    /// TOO_MANY_OPEN_FILES at the first wait of all, if there is no descriptor for a selector.
    Outcome await(Interest interest, int operation, Handle handle, long deadline) throws NetException {
        return await(interest, operation, handle, deadline, NOTHING);
    }

    /// As [#await(Interest, int, Handle, long)], and ends at once if something is `held` in user space, where
    /// the selector does not see it; whoever puts it there calls [#wakeAll] afterwards.
    Outcome await(Interest interest, int operation, Handle handle, long deadline, BooleanSupplier held)
            throws NetException {
        WaitQueue queue = queue(interest);
        Waiter waiter = queue.join(handle);
        boolean used = false;
        try {
            if (waiter.isWaiting()) {
                arm(operation);
            }
            Outcome outcome = held.getAsBoolean() && waiter.isWaiting() ? Outcome.WOKEN : waiter.park(deadline);
            used = outcome == Outcome.WOKEN;
            return outcome;
        } catch (ClosedChannelException | CancelledKeyException closing) {
            return Outcome.CLOSED;
        } catch (IOException noPoller) {
            throw Failures.of("await", noPoller);
        } finally {
            queue.leave(waiter, used);
        }
    }

    /// As [TrySocket#watch][dev.minato.platform.TrySocket#watch]: the selector tells whether it is ready now,
    /// too; `held` is as in [#await].
    boolean watch(Interest interest, int operation, Watcher watcher, BooleanSupplier held) throws NetException {
        watchers(interest).add(watcher);
        try {
            arm(operation);
            if (channel.isOpen() && !held.getAsBoolean()) {
                return false;
            }
        } catch (ClosedChannelException | CancelledKeyException closing) {
            // So a try will say.
        } catch (IOException e) {
            unwatch(interest, watcher);
            throw Failures.of("await", e);
        }
        unwatch(interest, watcher);
        return true;
    }

    void unwatch(Interest interest, Watcher watcher) {
        watchers(interest).remove(watcher);
    }

    private Watchers watchers(Interest interest) {
        return interest == Interest.READABLE ? readWatchers : writeWatchers;
    }

    private void tellWatchers() {
        readWatchers.tellAll();
        writeWatchers.tellAll();
    }

    private void arm(int operation) throws IOException {
        SelectionKey armed = key;
        if (armed == null) {
            armed = register();
        }
        if ((armed.interestOps() & operation) == 0) {
            armed.interestOpsOr(operation);
            registered().changed();
        }
    }

    private SelectionKey register() throws IOException {
        synchronized (this) {
            SelectionKey known = key;
            if (known == null) {
                Poller chosen = pollers.next();
                poller = chosen;
                known = chosen.register(channel, this);
                key = known;
            }
            return known;
        }
    }

    private Poller registered() {
        Poller chosen = poller;
        if (chosen == null) {
            throw new AssertionError("no poller for a registered channel");
        }
        return chosen;
    }

    /// The poller's call for each event.
    void ready(SelectionKey event) {
        try {
            int operations = event.readyOps();
            if ((operations & READING) != 0) {
                readable(event);
            }
            if ((operations & WRITING) != 0) {
                writable(event);
            }
        } catch (CancelledKeyException closing) {
            // Whoever closes the channel wakes all that wait for it.
        }
    }

    private void readable(SelectionKey event) {
        readWatchers.tellAll();
        if (readers.wakeOne()) {
            return;
        }
        int before = event.interestOpsAnd(~READING);
        if (!readers.isEmpty() || !readWatchers.isEmpty()) {
            event.interestOpsOr(before & READING);
        }
    }

    private void writable(SelectionKey event) {
        int before = event.interestOpsAnd(~WRITING);
        writeWatchers.tellAll();
        writers.wakeOne();
        if (!writers.isEmpty() || !writeWatchers.isEmpty()) {
            event.interestOpsOr(before & WRITING);
        }
    }

    void wakeAll(Interest interest) {
        queue(interest).wakeAll();
        watchers(interest).tellAll();
    }

    void abandon(Handle handle) {
        readers.close(handle);
        writers.close(handle);
        tellWatchers();
    }

    /// Ends all waits and closes the channel.
    ///
    /// The selector has to let go of it first: a connection that is still registered is not closed by the JDK
    /// but shut down, and a peer whose data was never read would take the FIN for a clean end and miss the
    /// reset.
    void close() throws IOException {
        readers.close();
        writers.close();
        SelectionKey registered = key;
        if (registered != null) {
            registered.cancel();
            letGo();
        }
        try {
            channel.close();
        } finally {
            // It may have been registered meanwhile, for a wait that began just before.
            letGo();
            tellWatchers();
        }
    }

    private void letGo() {
        Poller chosen = poller;
        if (chosen != null && chosen.holds(channel)) {
            chosen.awaitRound();
        }
    }

    private WaitQueue queue(Interest interest) {
        return interest == Interest.READABLE ? readers : writers;
    }
}
