package dev.minato.platform.wait;

import java.util.concurrent.locks.LockSupport;

/// The yield of virtual threads on the JDK's scheduler that lets external submissions run, too.
///
/// What a platform thread unparks (a timer, `Thread.sleep`, the JDK's own poller) and every new thread is an
/// external submission, and a carrier takes those only when its own run queue is empty
/// (`ForkJoinPool.runWorker`). Threads that yield to each other, or that sockets wake without a pause, never
/// let it be. So once an [#INTERVAL] all who yield rest:
///
/// ```
///  yield ── interval not over ──▶ Thread.yield
///        ── the first ──────────▶ parkNanos, twice: each time it comes back as an external submission
///        ── the others ─────────▶ park until the first is back, or until nobody joined for [#MAX_QUIET]
/// ```
///
/// External submissions are in several queues, and a carrier takes all that one has before it looks at the
/// next. When the first is back its carrier has run dry. While it parks for [#PAUSE], its own queue is empty,
/// too: so the carrier looks at all of them.
///
/// Threads that start others without a pause can keep the first out. So a rest that nobody joins any more is
/// ended by any thread that is about to park.
public final class CarrierYield implements Yield {
    /// Nanoseconds between two rests.
    static final long INTERVAL = 10_000_000;

    /// Nanoseconds that a carrier idles in each rest, if it finds nothing to run.
    static final long PAUSE = 50_000;

    /// Nanoseconds after the last that joined.
    static final long MAX_QUIET = 5_000_000;

    private final Parker parker;
    private final Rest rest;
    private volatile long lastJoined;
    private volatile long endOfLast;

    /// The yield of all that share one scheduler.
    public CarrierYield(Parker parker) {
        this.parker = parker;
        this.rest = new Rest(parker);
    }

    /// Lets others of the carrier run; ignores interrupts.
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but fairness
    public void yieldCarrier() {
        Thread current = Thread.currentThread();
        long now = parker.now();
        if (!current.isVirtual()) {
            Thread.yield();
        } else if (rest.isOn()) {
            lastJoined = now;
            rest.join();
        } else if (now - endOfLast >= INTERVAL && !current.isInterrupted()) {
            lead(now);
        } else {
            Thread.yield();
        }
    }

    /// Not for an interrupted thread, which would not park.
    private void lead(long now) {
        long mine = rest.begin();
        if (mine == Rest.NONE) {
            return;
        }
        lastJoined = now;
        try {
            LockSupport.parkNanos(this, 1);
            LockSupport.parkNanos(this, PAUSE);
        } finally {
            end(mine);
        }
    }

    @Override
    public void aboutToPark() {
        long current = rest.current();
        if (current != Rest.NONE && parker.now() - lastJoined >= MAX_QUIET) {
            end(current);
        }
    }

    private void end(long ended) {
        if (rest.current() == ended) {
            endOfLast = parker.now();
            rest.end(ended);
        }
    }
}
