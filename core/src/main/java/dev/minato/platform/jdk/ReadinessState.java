package dev.minato.platform.jdk;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Inbox;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.platform.wait.Waiter;
import dev.minato.platform.wait.Watcher;
import dev.minato.platform.wait.Watchers;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The readiness of one channel: who waits for it, and what the selector is asked to look for because of them.
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
///        queue not empty? put it back      into the poller's inbox, wake the selector
/// ```
///
/// Whichever of the two looks second sees what the other did. A watcher does as a thread that waits: it is
/// added, then it looks at the interest; and at an event all watchers are told before the first waiter is
/// woken.
final class ReadinessState extends Inbox.Node {
    private static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITING = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
    private static final VarHandle WANTED;

    static {
        try {
            WANTED = MethodHandles.lookup().findVarHandle(ReadinessState.class, "wanted", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// A deadline that has passed.
    private static final long PASSED = 0;

    static final BooleanSupplier NOTHING = Boolean.FALSE::booleanValue;

    private final SelectableChannel channel;
    private final Pollers pollers;
    private final Parker parker;
    private final WaitQueue readers;
    private final WaitQueue writers;
    private final Watchers readWatchers = new Watchers();
    private final Watchers writeWatchers = new Watchers();

    /// Operations that are to be looked for, and that the poller has not been told of.
    @SuppressWarnings("UnusedVariable") // through the VarHandle
    private volatile int wanted;

    /// Operations that the selector looks for. Written by the poller only.
    private volatile int interest;

    private volatile @Nullable Poller poller;
    private volatile @Nullable SelectionKey key;

    ReadinessState(Parker parker, SelectableChannel channel, Pollers pollers) {
        this.parker = parker;
        this.channel = channel;
        this.pollers = pollers;
        this.readers = new WaitQueue(parker);
        this.writers = new WaitQueue(parker);
    }

    Parker parker() {
        return parker;
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
        try {
            Poller chosen = poller();
            WaitQueue queue = queue(interest);
            Outcome outcome = await(queue, operation, handle, deadline, held, null);
            return outcome == Outcome.TIMED_OUT ? await(queue, operation, handle, PASSED, held, chosen) : outcome;
        } catch (ClosedChannelException | CancelledKeyException closing) {
            return Outcome.CLOSED;
        } catch (IOException noPoller) {
            throw Failures.of("await", noPoller);
        }
    }

    /// The wait of [WaitQueue#await], but that interest is armed after joining; a condition that does it would be
    /// an object a wait. With `asked`, what that poller has known by now is told first: so data that has long been
    /// there wins over a deadline that passed while the poller stood still.
    private Outcome await(
            WaitQueue queue,
            int operation,
            Handle handle,
            long deadline,
            BooleanSupplier held,
            @Nullable Poller asked) {
        Waiter waiter = queue.join(handle);
        boolean used = false;
        try {
            if (waiter.isWaiting()) {
                arm(operation);
            }
            if (asked != null) {
                asked.awaitRound();
            }
            Outcome outcome = held.getAsBoolean() && waiter.isWaiting() ? Outcome.WOKEN : waiter.park(deadline);
            used = outcome == Outcome.WOKEN;
            return outcome;
        } finally {
            queue.leave(waiter, used);
        }
    }

    /// Has the watchers told of what the selector has known since then.
    void tellSince(long since) throws NetException {
        try {
            poller().awaitRoundSince(since);
        } catch (ClosedChannelException | CancelledKeyException closing) {
            // Whoever closes the channel tells them.
        } catch (IOException noPoller) {
            throw Failures.of("await", noPoller);
        }
    }

    /// As [TrySocket#watch][dev.minato.platform.TrySocket#watch]: the selector tells whether it is ready now,
    /// too; `held` is as in [#await].
    boolean watch(Interest interest, int operation, Watcher watcher, BooleanSupplier held) throws NetException {
        watchers(interest).add(watcher);
        try {
            poller();
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

    /// Has the poller look for that operation, if it does not already. The channel must be registered.
    private void arm(int operation) {
        if ((interest & operation) == 0) {
            WANTED.getAndBitwiseOr(this, operation);
            registered().changed(this);
        }
    }

    /// The poller's call for one that was handed over by [#arm].
    void applyWanted() {
        SelectionKey armed = key;
        int wanted = (int) WANTED.getAndSet(this, 0);
        if (armed != null && (interest & wanted) != wanted) {
            try {
                set(armed, interest | wanted);
            } catch (CancelledKeyException closing) {
                // Whoever closes the channel wakes all that wait for it.
            }
        }
    }

    private void set(SelectionKey armed, int operations) {
        interest = operations;
        armed.interestOps(operations);
    }

    /// The poller of the channel, which is registered with it at the first call.
    private Poller poller() throws IOException {
        Poller chosen = poller;
        return chosen == null || key == null ? register() : chosen;
    }

    private Poller register() throws IOException {
        synchronized (this) {
            Poller chosen = poller;
            if (chosen == null) {
                chosen = pollers.next();
                poller = chosen;
            }
            if (key == null) {
                key = chosen.register(channel, this);
            }
            return chosen;
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
        int before = interest;
        set(event, before & ~READING);
        if (!readers.isEmpty() || !readWatchers.isEmpty()) {
            set(event, before);
        }
    }

    private void writable(SelectionKey event) {
        int before = interest;
        set(event, before & ~WRITING);
        writeWatchers.tellAll();
        writers.wakeOne();
        if (!writers.isEmpty() || !writeWatchers.isEmpty()) {
            set(event, before);
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
