package dev.minato.server;

/// What becomes of a message for a peer whose [Outbox] is full.
public enum SlowReaderPolicy {
    /// The oldest message gives way: for states of which only the last counts.
    DROP_OLDEST,
    /// The message is dropped: what was promised first is sent first.
    DROP_NEWEST,
    /// The connection is reset ([CloseReason#SLOW_READER]): no gap is ever seen.
    CLOSE
}
