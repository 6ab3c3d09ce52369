package dev.minato.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The texts of `--verbose`: when, how long and how much, for `serve` and `connect` alike.
final class Progress {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Progress() {}

    /// Returns the time in UTC, to the millisecond, always as long.
    static String time(Instant time) {
        return TIME.format(time);
    }

    /// Returns the seconds, to the millisecond, such as `0.250 s`.
    static String text(Duration duration) {
        return String.format(Locale.ROOT, "%d.%03d s", duration.toSeconds(), duration.toMillisPart());
    }

    /// Returns a count of bytes and where they went, such as `1 byte in`.
    static String bytes(long count, String where) {
        return count + (count == 1 ? " byte " : " bytes ") + where;
    }
}
