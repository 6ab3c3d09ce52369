package dev.minato.platform.jdk;

import dev.minato.platform.wait.CarrierYield;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Inbox;
import dev.minato.platform.wait.LastResort;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One selector, the channels registered with it, and the thread that runs it.
///
/// The thread is a virtual one: where the JDK parks a virtual thread in `select` (25 on Linux does) it runs
/// beside the tasks that it wakes, so a wake is a push on a run queue and no switch of threads; elsewhere the
/// JDK lends it a carrier. Where the JDK cannot park it any more, a platform thread replaces it.
///
/// After the events of a round it yields, so that those who were woken read before it selects again and finds
/// the same data still there.
final class Poller {
    private final Selector selector;
    private final Parker parker;
    private final CarrierYield carrierYield;
    private final WaitQueue rounds;
    private final Handle always = new Handle();
    private final Consumer<SelectionKey> dispatch = Poller::dispatch;

    /// True while the thread is, or is about to be, in a `select` that may block: changes need a wakeup.
    private volatile boolean selecting;

    private volatile @Nullable Thread thread;
    private volatile long started;
    private volatile long finished;

    /// When the round began that ended last.
    private volatile long finishedSince = -1;

    private final Inbox<PollerRegistration> changes = new Inbox<>();
    private final Queue<Runnable> beats = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeupRequested = new AtomicBoolean();

    private Poller(Selector selector, Parker parker, CarrierYield carrierYield) {
        this.selector = selector;
        this.parker = parker;
        this.carrierYield = carrierYield;
        this.rounds = new WaitQueue(parker);
    }

    static Poller start(int index, Parker parker, CarrierYield carrierYield) throws IOException {
        var poller = new Poller(Selector.open(), parker, carrierYield);
        Thread thread =
                Thread.ofVirtual().name("minato-poller-" + index).unstarted(() -> LastResort.guard(poller::run));
        poller.thread = thread;
        thread.start();
        return poller;
    }

    /// Adds a channel without interest in anything yet.
    SelectionKey register(SelectableChannel channel, PollerRegistration registration) throws ClosedChannelException {
        return channel.register(selector, 0, registration);
    }

    /// Whether a channel that was closed is still in the selector, which then still holds its fd.
    boolean holds(SelectableChannel channel) {
        return channel.keyFor(selector) != null;
    }

    /// Applies the interest that `registration` wants, soon: lock-free, and with one wakeup of the selector for
    /// many.
    void changed(PollerRegistration registration) {
        changes.add(registration);
        if (selecting && !wakeupRequested.get() && wakeupRequested.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /// Runs `beat` in the next round. Adds before it looks: the poller either drains the beat before it selects,
    /// or is seen to be about to.
    void beat(Runnable beat) {
        beats.add(beat);
        if (selecting) {
            selector.wakeup();
        }
    }

    private void runBeats() {
        for (Runnable beat = beats.poll(); beat != null; beat = beats.poll()) {
            beat.run();
        }
    }

    /// Ends the `select` of a virtual thread, which is a park, with what it finds. For the caller's carrier: a
    /// wakeup of the selector would come by way of a platform thread.
    void lookNow() {
        if (selecting) {
            LockSupport.unpark(thread);
        }
    }

    /// Waits until a whole round has begun and ended, in which the selector lets go of cancelled keys, and
    /// tells what it has known.
    void awaitRound() {
        long from = started;
        rounds.awaitUninterruptibly(always, () -> isOver(from));
    }

    /// Called once more after joining the queue, when the poller either sees the waiter or has to be woken.
    private boolean isOver(long from) {
        if (finished > from) {
            return true;
        }
        selector.wakeup();
        return false;
    }

    /// As [#awaitRound], unless one has ended that began at that time or later.
    void awaitRoundSince(long since) {
        if (finishedSince < since) {
            awaitRound();
        }
    }

    private void run() {
        try {
            runRounds();
        } catch (LinkageError withoutParking) {
            if (!Thread.currentThread().isVirtual()) {
                throw withoutParking;
            }
            // To park a virtual thread in `select` the JDK opens file descriptors when that is first done.
            // Where none are left it never can again, in this process; a platform thread needs none.
            Thread.ofPlatform()
                    .daemon()
                    .name(Thread.currentThread().getName())
                    .start(() -> LastResort.guard(this::run));
        }
    }

    private void runRounds() {
        for (; ; ) {
            try {
                round();
            } catch (ClosedSelectorException e) {
                throw new AssertionError("the selector of a poller was closed", e);
            } catch (IOException e) {
                System.getLogger(Poller.class.getName()).log(System.Logger.Level.ERROR, "select failed", e);
            }
        }
    }

    private void round() throws IOException {
        long round = started + 1;
        long since = parker.now();
        started = round;
        wakeupRequested.set(false);
        selecting = true;
        int events;
        try {
            // A change that comes before this drain is taken up by it; one that comes later wakes the select. The
            // same holds for whoever wants a round.
            changes.drain(PollerRegistration::applyWanted);
            runBeats();
            events = rounds.isEmpty() ? selector.select(dispatch) : selector.selectNow(dispatch);
        } finally {
            selecting = false;
        }
        finishedSince = since;
        finished = round;
        rounds.wakeAll();
        if (events > 0) {
            carrierYield.yieldCarrier();
        }
    }

    private static void dispatch(SelectionKey key) {
        ((PollerRegistration) key.attachment()).event(key);
    }
}
