package dev.minato.server;

/// What becomes of a datagram that finds all tasks of a [UdpServer] busy and all places taken.
public enum OverloadPolicy {
    /// It is dropped: what came first is answered first.
    DROP_NEWEST,
    /// It takes the place of the one that has waited longest, whose sender has most likely given up.
    DROP_OLDEST
}
