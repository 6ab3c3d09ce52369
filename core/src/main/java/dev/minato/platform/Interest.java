package dev.minato.platform;

/// The direction of a socket that a thread waits for.
public enum Interest {
    /// A `tryRead`, `tryAccept` or `tryReceive` may succeed, report the end, or fail.
    READABLE,
    /// A `tryWrite`, `trySend` or `tryConnect` may succeed or fail.
    WRITABLE
}
