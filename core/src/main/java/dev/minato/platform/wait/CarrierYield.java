package dev.minato.platform.wait;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// The yield of virtual threads on the JDK's scheduler that lets those run, too, whom platform threads woke.
///
/// What a platform thread unparks or starts (a timer, `Thread.sleep`, the JDK's own poller) is an external
/// submission, and a carrier takes those only when its own run queue is empty (`ForkJoinPool.runWorker`). Threads
/// that yield to each other, or that sockets wake without a pause, never let it be. So once an [#INTERVAL] all
/// who yield rest:
///
/// ```
///  yield ── interval not over ──▶ Thread.yield
///        ── the first ──────────▶ parkNanos(1), twice: each time it becomes an external submission
///        ── the others ─────────▶ park until the first is back
/// ```
///
/// Once the first is taken in, its carrier has run dry; while it parks again, that carrier finds nothing but what
/// others submitted. Once would not do: external submissions are in several queues, and a carrier that took the
/// first of all in would go on with those who then stop resting.
public final class CarrierYield {
    /// Nanoseconds between two rests. A rest leaves a carrier idle for some 100 µs.
    static final long INTERVAL = 10_000_000;

    private final Parker parker;
    private final WaitQueue resting;
    private final Handle always = new Handle();
    private final AtomicBoolean rest = new AtomicBoolean();
    private final Condition over = () -> !rest.get();
    private volatile long endOfLast;

    /// The yield of all that share one scheduler.
    public CarrierYield(Parker parker) {
        this.parker = parker;
        this.resting = new WaitQueue(parker);
    }

    /// Lets others of the carrier run; ignores interrupts.
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but fairness
    public void yieldCarrier() {
        Thread current = Thread.currentThread();
        if (!current.isVirtual()) {
            Thread.yield();
        } else if (rest.get()) {
            resting.awaitUninterruptibly(always, over);
        } else if (canLead(current) && rest.compareAndSet(false, true)) {
            lead();
        } else {
            Thread.yield();
        }
    }

    /// An interrupted thread would not park.
    private boolean canLead(Thread current) {
        return parker.now() - endOfLast >= INTERVAL && !current.isInterrupted();
    }

    private void lead() {
        LockSupport.parkNanos(this, 1);
        LockSupport.parkNanos(this, 1);
        endOfLast = parker.now();
        rest.set(false);
        resting.wakeAll();
    }
}
