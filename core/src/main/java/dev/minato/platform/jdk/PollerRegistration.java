package dev.minato.platform.jdk;

import dev.minato.atomic.VarHandles;
import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Inbox;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/// The registration of one channel with a [Poller], from the first wait on, with the readiness of its two
/// directions.
///
/// A selector reports data at each `select` for as long as it is there. So interest in reading stays set while
/// its events find a waiter, which spares the usual wait a change to the selector; an event that finds nobody
/// clears the interest, or the poller would spin, and the next wait sets it again. Interest in writing is
/// cleared at each event, since a socket is nearly always writable.
///
/// ```
///  the poller, at an event             a thread that waits
///  -----------------------             -------------------
///  wake the first in the queue         join the queue
///  none: clear the interest            interest not set?
///        queue not empty? set it           into the poller's inbox, wake the selector
/// ```
///
/// Whichever of the two looks second sees what the other did. A watcher does as a thread that waits: it is
/// added, then it looks at the interest; and at an event all watchers are told before the first waiter is
/// woken.
final class PollerRegistration extends Inbox.Node {
    private static final int READING = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITING = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
    private static final VarHandle WANTED = VarHandles.ofField(MethodHandles.lookup(), "wanted", int.class);

    final ReadinessState readable;
    final ReadinessState writable;
    private final SelectableChannel channel;
    private final Pollers pollers;

    /// Operations to select for, of which the poller has not been told.
    @SuppressWarnings("UnusedVariable") // through the VarHandle
    private volatile int wanted;

    /// The interest set of the key. Written by the poller only.
    private volatile int interest;

    private volatile @Nullable Poller poller;
    private volatile @Nullable SelectionKey key;

    PollerRegistration(Pollers pollers, SelectableChannel channel, ChannelSource source) {
        this.channel = channel;
        this.pollers = pollers;
        this.readable = new ReadinessState(pollers.parker(), this, source, Interest.READABLE);
        this.writable = new ReadinessState(pollers.parker(), this, source, Interest.WRITABLE);
    }

    ReadinessState readiness(Interest interest) {
        return interest == Interest.READABLE ? readable : writable;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /// The poller of the channel, which is registered with it at the first call.
    Poller poller() throws IOException {
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

    /// Has the poller select for that operation; no-op if it does already. The channel must be registered.
    void arm(int operation) {
        if ((interest & operation) == 0) {
            WANTED.getAndBitwiseOr(this, operation);
            registered().changed(this);
        }
    }

    private Poller registered() {
        Poller chosen = poller;
        if (chosen == null) {
            throw new AssertionError("no poller for a registered channel");
        }
        return chosen;
    }

    /// Blocks until the poller has completed a round that began at `since` or later, so that the watchers have
    /// been told of what the selector had known by then.
    void awaitRoundSince(long since) throws NetException {
        try {
            poller().awaitRoundSince(since);
        } catch (ClosedChannelException | CancelledKeyException closing) {
            // Whoever closes the channel tells them.
        } catch (IOException noPoller) {
            throw Failures.of("await", noPoller);
        }
    }

    /// Called by the poller for what [#arm] put into its inbox.
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

    /// Called by the poller at each event.
    void event(SelectionKey event) {
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
        if (readable.event()) {
            return;
        }
        int before = interest;
        set(event, before & ~READING);
        if (readable.isAwaited()) {
            set(event, before);
        }
    }

    private void writable(SelectionKey event) {
        int before = interest;
        set(event, before & ~WRITING);
        boolean _ = writable.event();
        if (writable.isAwaited()) {
            set(event, before);
        }
    }

    void abandon(Handle handle) {
        readable.abandon(handle);
        writable.abandon(handle);
    }

    /// Ends all waits and closes the channel.
    ///
    /// The selector has to let go of it first: a connection that is still registered is not closed by the JDK
    /// but shut down, and a peer whose data was never read would take the FIN for a clean end and miss the
    /// reset.
    void close() throws IOException {
        readable.close();
        writable.close();
        SelectionKey registered = key;
        if (registered != null) {
            registered.cancel();
            deregister();
        }
        try {
            channel.close();
        } finally {
            // It may have been registered meanwhile, for a wait that began just before.
            deregister();
            readable.tellWatchers();
            writable.tellWatchers();
        }
    }

    private void deregister() {
        Poller chosen = poller;
        if (chosen != null && chosen.holds(channel)) {
            chosen.awaitRound();
        }
    }
}
