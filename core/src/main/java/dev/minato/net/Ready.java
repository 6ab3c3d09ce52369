package dev.minato.net;

/// A member of a [ReadinessSet] that is ready: what it was added with.
///
/// The same object each time that it is reported.
///
/// @param <K> the keys of the set
/// @param key what the caller attached
/// @param readiness the socket, and the direction that is ready
public record Ready<K>(K key, Readiness readiness) {}
