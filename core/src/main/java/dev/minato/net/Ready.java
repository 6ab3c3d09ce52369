package dev.minato.net;

import java.util.Objects;

/// A member of a [ReadinessSet] that is ready: what it was added with.
///
/// The same object each time that it is reported.
///
/// @param <K> the keys of the set
/// @param key what the caller attached
/// @param readiness the socket, and the direction that is ready
public record Ready<K>(K key, Readiness readiness) {
    /// A key, and what it stands for.
    public Ready {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(readiness, "readiness");
    }
}
