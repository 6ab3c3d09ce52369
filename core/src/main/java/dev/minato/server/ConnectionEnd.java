package dev.minato.server;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The end of a connection.
///
/// @param reason why it was closed
/// @param failure what its handler threw, if it did
/// @param bytesIn how many bytes were read from it
/// @param bytesOut how many bytes were written to it
/// @param duration how long it was served
public record ConnectionEnd(
        CloseReason reason, Optional<Throwable> failure, long bytesIn, long bytesOut, Duration duration) {
    /// All of them.
    public ConnectionEnd {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(duration, "duration");
    }
}
