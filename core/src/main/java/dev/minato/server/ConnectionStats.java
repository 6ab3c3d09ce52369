package dev.minato.server;

import java.time.Duration;
import java.util.Objects;

/// What a connection has done so far; each number is right for itself, and may lag a little behind what its own
/// task knows.
///
/// @param age how long it is served
/// @param bytesIn how many bytes were read from it
/// @param bytesOut how many bytes were written to it
/// @param requests how many requests were handled ([Session#serve])
/// @param slowestRequest how long the slowest of them took; zero if nobody observes requests
///     ([ServerObserver#requests])
/// @param activity what it does now
public record ConnectionStats(
        Duration age,
        long bytesIn,
        long bytesOut,
        long requests,
        Duration slowestRequest,
        ConnectionActivity activity) {
    /// All of them.
    public ConnectionStats {
        Objects.requireNonNull(age, "age");
        Objects.requireNonNull(slowestRequest, "slowestRequest");
        Objects.requireNonNull(activity, "activity");
    }
}
