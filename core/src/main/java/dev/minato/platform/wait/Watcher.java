package dev.minato.platform.wait;

/// Somebody who wants to be told of readiness instead of waiting for it: one of many sockets that one thread
/// looks after. See `TrySocket.watch`.
@FunctionalInterface
public interface Watcher {
    /// What it watches may be ready. Called by a thread of the platform, or by one that closes the socket: has
    /// to be over in microseconds, must not wait, and must not call the platform.
    void ready();
}
