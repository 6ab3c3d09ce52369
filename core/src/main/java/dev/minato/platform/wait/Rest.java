package dev.minato.platform.wait;

import java.util.concurrent.atomic.AtomicLong;

/// The rests of a [CarrierYield]: at most one at a time, which threads join until it ends.
///
/// ```
///           begin(): one compare-and-set, the number of the rest
///    NONE ─────────────────────────────────────────────────────▶ 1, 2, 3 …
///      ▲                                                             │
///      └──────── end(number): one compare-and-set, wakes all ◀───────┘
/// ```
///
/// The number keeps who comes back late from ending a later rest than his own.
final class Rest {
    static final long NONE = 0;

    private final AtomicLong current = new AtomicLong(NONE);
    private final AtomicLong number = new AtomicLong();
    private final WaitQueue resting;
    private final Handle always = new Handle();
    private final WaitCondition over = () -> !isOn();

    Rest(Parker parker) {
        this.resting = new WaitQueue(parker);
    }

    /// The number of the rest that is on, or NONE.
    long current() {
        return current.get();
    }

    boolean isOn() {
        return current.get() != NONE;
    }

    /// Returns the number of a new rest, or NONE if one is on.
    long begin() {
        long mine = number.incrementAndGet();
        return current.compareAndSet(NONE, mine) ? mine : NONE;
    }

    /// Blocks until no rest is on; ignores interrupts.
    void join() {
        resting.awaitUninterruptibly(always, over);
    }

    /// Ends that rest, if it is still on, and wakes all that joined it.
    void end(long ended) {
        if (current.compareAndSet(ended, NONE)) {
            resting.wakeAll();
        }
    }
}
