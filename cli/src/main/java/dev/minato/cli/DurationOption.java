package dev.minato.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The converter of durations on the command line: `500ms`, `5s`, `1m`.
final class DurationOption implements ITypeConverter<Duration> {
    private static final Duration MAX = Duration.ofDays(365);
    private static final long MILLIS_OF_SECOND = 1_000;
    private static final long MILLIS_OF_MINUTE = 60_000;

    private final boolean zeroAllowed;

    private DurationOption(boolean zeroAllowed) {
        this.zeroAllowed = zeroAllowed;
    }

    static DurationOption positive() {
        return new DurationOption(false);
    }

    static DurationOption orZero() {
        return new DurationOption(true);
    }

    @Override
    public Duration convert(String text) {
        Quantity quantity = Quantity.read(text);
        long unit = switch (quantity.unit()) {
            case "ms" -> 1;
            case "s" -> MILLIS_OF_SECOND;
            case "m" -> MILLIS_OF_MINUTE;
            default -> throw malformed(text);
        };
        if (quantity.count() < 0) {
            throw malformed(text);
        }
        if (quantity.count() > MAX.toMillis() / unit || quantity.count() == 0 && !zeroAllowed) {
            throw new TypeConversionException("'" + text + "' is not "
                    + (zeroAllowed ? "at most " : "above zero and at most ") + MAX.toDays() + " days");
        }
        return Duration.ofMillis(quantity.count() * unit);
    }

    private static TypeConversionException malformed(String text) {
        return new TypeConversionException("'" + text + "' is not a duration such as 500ms, 5s or 1m");
    }

    /// Returns the shortest text that converts to this duration, to the millisecond.
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % MILLIS_OF_SECOND != 0) {
            return millis + "ms";
        }
        return millis > 0 && millis % MILLIS_OF_MINUTE == 0
                ? millis / MILLIS_OF_MINUTE + "m"
                : millis / MILLIS_OF_SECOND + "s";
    }
}
