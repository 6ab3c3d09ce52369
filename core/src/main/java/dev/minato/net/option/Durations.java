package dev.minato.net.option;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.time.Duration;

/// Durations in the kernel's coarser units, rounded up: half a second must not become none.
public final class Durations {
    private Durations() {}

    /// Returns whole seconds, at most `max`; INVALID_INPUT for less than zero.
    public static int ceilSeconds(Duration duration, int max, String operation) throws NetException {
        checkNotNegative(duration, operation);
        long seconds = duration.getNano() == 0 ? duration.getSeconds() : duration.getSeconds() + 1;
        return seconds < 0 ? max : (int) Math.min(max, seconds);
    }

    /// Returns whole milliseconds, at most `max`; INVALID_INPUT for less than zero.
    public static int ceilMillis(Duration duration, int max, String operation) throws NetException {
        checkNotNegative(duration, operation);
        if (duration.compareTo(Duration.ofMillis(max)) >= 0) {
            return max;
        }
        return (int) duration.plusNanos(999_999).toMillis();
    }

    private static void checkNotNegative(Duration duration, String operation) throws NetException {
        if (duration.isNegative()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "a duration must not be negative: " + duration);
        }
    }
}
