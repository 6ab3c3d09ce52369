package dev.minato.net;

/// Which half of a connection to end.
public enum Shutdown {
    /// Reading: reads on this side say "end of stream" from now on. The peer is not told.
    READ,
    /// Writing: the peer gets all that was written and then the end of the stream.
    WRITE,
    /// Both halves.
    BOTH
}
