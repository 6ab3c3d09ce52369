package dev.minato.platform.wait;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The parker of real threads, virtual and platform ones, and of real time.
public final class ThreadParker implements Parker {
    private final long origin = System.nanoTime();
    private final Timers timers = new Timers(this);
    private final Runnable yield;

    /// A parker whose clock starts at 0 now, and whose threads yield by `yield`.
    public ThreadParker(Runnable yield) {
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
        yield.run();
    }

    @Override
    public void forget(Waiter waiter) {
        timers.forget(waiter);
    }
}
