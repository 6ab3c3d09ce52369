package dev.minato.platform.wait;

/// A callback on readiness, for a thread that looks after many sockets instead of waiting for one. See
/// `TrySocket.watch`.
@FunctionalInterface
public interface Watcher {
    /// Called when the socket may be ready, by a thread of the platform or by one that closes the socket. Must
    /// return within microseconds, must not block, and must not call the platform.
    void ready();
}
