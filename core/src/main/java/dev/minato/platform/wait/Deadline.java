package dev.minato.platform.wait;

import java.time.Duration;

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
