package dev.minato.net.option;

import java.time.Duration;

/// Durations in the kernel's coarser units, rounded up: half a second must not become none.
public final class Durations {
    private Durations() {}

    /// Returns whole seconds, at most `max`; IllegalArgumentException for less than zero.
    public static int ceilSeconds(Duration duration, int max, String operation) {
        checkNotNegative(duration, operation);
        long seconds = duration.getNano() == 0 ? duration.getSeconds() : duration.getSeconds() + 1;
        return seconds < 0 ? max : (int) Math.min(max, seconds);
    }

    /// Returns whole milliseconds, at most `max`; IllegalArgumentException for less than zero.
    public static int ceilMillis(Duration duration, int max, String operation) {
        checkNotNegative(duration, operation);
        if (duration.compareTo(Duration.ofMillis(max)) >= 0) {
            return max;
        }
        return (int) duration.plusNanos(999_999).toMillis();
    }

    private static void checkNotNegative(Duration duration, String operation) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(operation + ": must not be negative, as " + duration + " is");
        }
    }
}
