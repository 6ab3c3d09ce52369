package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.pace.Budget;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.time.Duration;
import java.util.Objects;

/// A schedule of ticks, a period apart (tokio's `Interval`).
///
/// {@snippet file="dev/minato/examples/tasks/Heartbeat.java" region="tick"}
///
/// Tick 0 is due when the ticker is made, tick *n* *n* periods later. **It does not drift**: a tick that is
/// taken late does not delay the next one. What happens to those that were missed is for [MissedTicks] to say.
///
/// It has no thread of its own and needs no close. A tick allocates nothing.
/// For one thread at a time; each call heeds the deadline of its caller's scope.
public final class Ticker {
    /// The lateness of timers and schedulers, up to which [MissedTicks#DELAY] keeps the schedule.
    private static final long TOLERANCE = 5_000_000;

    private final Parker parker;
    private final WaitQueue queue;
    private final Handle handle = new Handle();
    private final Budget budget;
    private final long period;
    private final MissedTicks missed;

    private long number;
    /// When the tick of that number is due.
    private long due;

    private Ticker(long period, MissedTicks missed) {
        this.parker = Scope.current().platform().parker();
        this.queue = new WaitQueue(parker);
        this.budget = new Budget(parker);
        this.period = period;
        this.missed = missed;
        this.due = parker.now();
    }

    /// A ticker that makes up for missed ticks ([MissedTicks#BURST]), the first of which is due now.
    ///
    /// @throws IllegalArgumentException if `period` is not positive
    public static Ticker every(Duration period) {
        return every(period, MissedTicks.BURST);
    }

    /// A ticker that does with missed ticks as `missed` says; otherwise as [#every(Duration)].
    ///
    /// @throws IllegalArgumentException if `period` is not positive
    public static Ticker every(Duration period, MissedTicks missed) {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(missed, "missed");
        if (!period.isPositive()) {
            throw new IllegalArgumentException("period must be positive, not " + period);
        }
        return new Ticker(Deadline.nanos(period), missed);
    }

    /// Waits until the next tick is due, at once if it is already, and returns its number in the schedule: 0, 1,
    /// 2 and so on. With [MissedTicks#SKIP] the numbers of missed ticks are left out; with [MissedTicks#DELAY]
    /// none is, since the schedule moves.
    ///
    /// Never returns early by the platform's clock. An interrupted thread is told, and so is a deadline that
    /// has passed, also if a tick is due: a loop that is always late ends as well. No tick is lost by that: the
    /// next call returns it.
    ///
    /// @throws InterruptedException if the calling thread is interrupted before or during the wait; its flag is
    ///     then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public long tick() throws InterruptedException, NetException {
        Scope scope = Scope.current();
        if (Thread.currentThread().isInterrupted() || scope.isExpired()) {
            WaitFailure.check(Outcome.INTERRUPTED, "tick");
        }
        long now = parker.now();
        if (now >= due) {
            budget.spend(0);
        } else {
            now = awaitDue(scope.deadline());
            budget.reset();
        }
        return take(now);
    }

    /// Returns the time, which is not before the tick's.
    private long awaitDue(long deadline) throws InterruptedException, NetException {
        long now;
        do {
            Outcome outcome = queue.await(handle, Math.min(due, deadline), WaitCondition.NEVER);
            if (outcome != Outcome.TIMED_OUT || deadline < due) {
                WaitFailure.check(outcome, "tick");
            }
            now = parker.now();
        } while (now < due);
        return now;
    }

    private long take(long now) {
        long late = now - due;
        switch (missed) {
            case BURST -> next(due);
            case DELAY -> next(late >= period || late > TOLERANCE ? now : due);
            case SKIP -> {
                long skipped = late / period;
                number += skipped;
                next(due + skipped * period);
            }
        }
        return number - 1;
    }

    private void next(long from) {
        number++;
        due = Deadline.after(from, period);
    }
}
