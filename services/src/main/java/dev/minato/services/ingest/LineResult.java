package dev.minato.services.ingest;

import java.util.Locale;

/// What became of a line or a message.
enum LineResult {
    ACCEPTED,
    /// It is neither StatsD nor Graphite.
    MALFORMED,
    /// Its priority is no syslog priority, or its count is not its length.
    MALFORMED_SYSLOG,
    LINE_TOO_LONG,
    /// The stream ended within it, so nobody knows whether its last number is whole.
    INCOMPLETE,
    /// An event or a service check of DogStatsD.
    UNSUPPORTED,
    /// The value is not a number, or infinite, or makes the sum so.
    NOT_FINITE,
    /// A counter cannot be lowered, nor a histogram's sum.
    NEGATIVE,
    /// Its name and tags are too long, or its tags too many.
    SERIES_TOO_LONG,
    /// It would begin another series, of which there are as many as allowed.
    SERIES_LIMIT,
    /// A metric of another type has its name.
    TYPE_CONFLICT,
    /// It would be another unique value, of which there are as many as allowed.
    SET_LIMIT;

    /// Returns the value of the label `result`.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
