package dev.minato.platform;

/// What a thread waits for on a socket.
public enum Interest {
    /// A `tryRead`, `tryAccept` or `tryReceive` may succeed, report the end, or fail.
    READABLE,
    /// A `tryWrite`, `trySend` or `tryConnect` may succeed or fail.
    WRITABLE
}
