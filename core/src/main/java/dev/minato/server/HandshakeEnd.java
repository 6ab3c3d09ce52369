package dev.minato.server;

import dev.minato.error.NetException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// The end of a TLS handshake.
///
/// @param failure why it failed; empty if it did not
/// @param duration how long it took
public record HandshakeEnd(Optional<NetException> failure, Duration duration) {
    /// All of them.
    public HandshakeEnd {
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(duration, "duration");
    }
}
