package dev.minato.platform.wait;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The parker of real threads, virtual and platform ones, and of real time.
public final class ThreadParker implements Parker {
    private final long origin = System.nanoTime();
    private final Timers timers = new Timers(this, "minato-timer");

    /// A thread of its own: an interrupt may close a channel, whose code is anybody's, and take its time.
    private final Timers interrupts = new Timers(this, "minato-deadlines");

    private final Yield yield;

    /// A parker whose clock starts at 0 now, and whose threads yield by `yield`.
    public ThreadParker(Yield yield) {
        this.yield = yield;
    }

    @Override
    public long now() {
        return System.nanoTime() - origin;
    }

    @Override
    public void park(Waiter waiter) {
        if (waiter.deadline() != Deadline.NEVER) {
            timers.schedule(waiter);
        }
        yield.aboutToPark();
        // The timer may just have ended the wait; its unpark then makes this return at once.
        LockSupport.park(waiter);
    }

    @Override
    public void unpark(Waiter waiter) {
        @Nullable Thread thread = waiter.thread();
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void yieldCarrier() {
        yield.yieldCarrier();
    }

    @Override
    public void schedule(TimerEntry entry) {
        interrupts.schedule(entry);
    }

    @Override
    public void forget(TimerEntry entry) {
        (entry instanceof Waiter ? timers : interrupts).forget(entry);
    }
}
