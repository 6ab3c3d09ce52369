package dev.minato.platform.pace;

import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.util.function.LongUnaryOperator;

/// Exponential back-off: delays that double from a first one to a maximum, until a success starts them over.
///
/// ```java
/// var backoff = new Backoff(5_000_000, 1_000_000_000);          // 5 ms, 10 ms, 20 ms … 1 s
/// while (!succeeds() && backoff.await(queue, handle, deadline)) {}
/// ```
///
/// Without jitter it paces one loop's attempts at a local resource; many clients' attempts at one server need
/// some, or they all come at the same moment. For one thread at a time.
public final class Backoff {
    private final long first;
    private final long max;
    private final LongUnaryOperator jitter;
    private int failures;

    /// Without jitter.
    ///
    /// @param first the delay after the first failure, in nanoseconds, at least 1
    /// @param max the longest delay, in nanoseconds, at least `first`
    public Backoff(long first, long max) {
        this(first, max, LongUnaryOperator.identity());
    }

    /// With a `jitter` that makes the delay out of the longest that it may be, such as `random::nextLong` for
    /// full jitter: anything from 0.
    public Backoff(long first, long max, LongUnaryOperator jitter) {
        this.first = first;
        this.max = max;
        this.jitter = jitter;
    }

    /// Returns the delay after so many failures in a row, in nanoseconds; after none that of the first.
    public static long delay(long first, long max, int failures) {
        int doublings = Math.max(failures - 1, 0);
        return doublings < Long.numberOfLeadingZeros(first) ? Math.min(first << doublings, max) : max;
    }

    /// Counts a failure, and returns the delay before the next attempt in nanoseconds.
    public long next() {
        // Stops counting where the delay no longer grows.
        failures = Math.min(failures + 1, Long.SIZE);
        return jitter.applyAsLong(delay(first, max, failures));
    }

    /// Starts over after a success: the next delay is the first one again.
    public void reset() {
        failures = 0;
    }

    /// Counts a failure, and blocks for the delay, or until `deadline` if that is sooner. Returns true then,
    /// and false if `handle` or the queue was closed or the thread interrupted.
    public boolean await(WaitQueue queue, Handle handle, long deadline) {
        long until = Math.min(deadline, Deadline.after(queue.now(), next()));
        return queue.await(handle, until, WaitCondition.NEVER) == Outcome.TIMED_OUT;
    }
}
