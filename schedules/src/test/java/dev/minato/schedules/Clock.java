package dev.minato.schedules;

import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.TimerEntry;
import dev.minato.platform.wait.Waiter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A parker whose time stands still until a test moves it: the passing of a deadline is a step of a schedule.
/// One waiter at a time may have a deadline.
public final class Clock implements Parker {
    private volatile long now;
    private volatile @Nullable Waiter timed;
    private final Queue<TimerEntry> scheduled = new ConcurrentLinkedQueue<>();

    /// Moves the time, and ends the wait whose deadline has then come.
    public void set(long time) {
        now = time;
        Waiter waiter = timed;
        if (waiter != null) {
            waiter.expire(time);
        }
        scheduled.removeIf(entry -> entry.expire(time) == Deadline.NEVER);
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void park(Waiter waiter) {
        if (waiter.deadline() != Deadline.NEVER) {
            timed = waiter;
            waiter.expire(now);
        }
        LockSupport.park(waiter);
    }

    @Override
    public void unpark(Waiter waiter) {
        Thread thread = waiter.thread();
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void yieldCarrier() {}

    @Override
    public void schedule(TimerEntry entry) {
        scheduled.add(entry);
    }

    @Override
    public void forget(TimerEntry entry) {
        scheduled.remove(entry);
    }
}
