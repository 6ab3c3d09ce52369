package dev.minato.platform.wait;

/// The end of a wait: exactly one of these, decided by a single compare-and-set.
public enum Outcome {
    /// There was a wakeup, perhaps a spurious one: try again.
    WOKEN,
    /// The deadline passed first.
    TIMED_OUT,
    /// The thread was interrupted first; its flag is still set.
    INTERRUPTED,
    /// The handle that the wait came through, or the whole socket, was closed.
    CLOSED
}
