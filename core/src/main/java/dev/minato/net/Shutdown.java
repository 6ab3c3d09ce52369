package dev.minato.net;

/// The half of a connection that a shutdown ends.
public enum Shutdown {
    /// Reading: reads on this side say "end of stream" from now on. The peer is not told.
    READ,
    /// Writing: the peer gets all that was written and then the end of the stream.
    WRITE,
    /// Both halves.
    BOTH
}
