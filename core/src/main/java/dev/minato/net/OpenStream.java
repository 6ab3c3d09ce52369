package dev.minato.net;

import dev.minato.error.NetException;

/// Access to a stream for as long as its owner, the stream itself or a half of it, is open.
@FunctionalInterface
interface OpenStream {
    /// The stream; `CLOSED` once its owner is closed.
    ByteStream get() throws NetException;
}
