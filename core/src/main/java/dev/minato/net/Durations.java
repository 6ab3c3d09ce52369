package dev.minato.net;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.time.Duration;

/// Durations in the coarser units of the system, never less than what was asked for: half a second must not
/// become none.
final class Durations {
    private Durations() {}

    /// Whole seconds, at most `most`; INVALID_INPUT for less than zero.
    static int ceilSeconds(Duration duration, int most, String operation) throws NetException {
        checkNotNegative(duration, operation);
        long seconds = duration.getNano() == 0 ? duration.getSeconds() : duration.getSeconds() + 1;
        return seconds < 0 ? most : (int) Math.min(most, seconds);
    }

    /// Whole milliseconds, at most `most`; INVALID_INPUT for less than zero.
    static int ceilMillis(Duration duration, int most, String operation) throws NetException {
        checkNotNegative(duration, operation);
        if (duration.compareTo(Duration.ofMillis(most)) >= 0) {
            return most;
        }
        return (int) duration.plusNanos(999_999).toMillis();
    }

    private static void checkNotNegative(Duration duration, String operation) throws NetException {
        if (duration.isNegative()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "a duration must not be negative: " + duration);
        }
    }
}
