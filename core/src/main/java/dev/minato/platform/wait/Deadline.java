package dev.minato.platform.wait;

import java.time.Duration;
import java.util.Objects;

/// Points in time as plain numbers: nanoseconds of a platform's clock, with one value for "never".
public final class Deadline {
    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    /// The point `nanos` after `now`; too far away is [#NEVER].
    public static long after(long now, long nanos) {
        long sum = now + nanos;
        return sum < 0 ? NEVER : sum;
    }

    /// What is left of a time in nanoseconds: 0 if it has passed, which is what zero and less mean.
    public static long left(Duration timeout) {
        return Math.max(0, nanos(Objects.requireNonNull(timeout, "timeout")));
    }

    /// A positive duration in nanoseconds; one longer than 292 years saturates to [#NEVER].
    ///
    /// Zero and negative durations are the caller's to refuse.
    public static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException tooLong) {
            return duration.isNegative() ? Long.MIN_VALUE : NEVER;
        }
    }
}
