package dev.minato.net;

import dev.minato.error.NetException;

/// What is to be closed in place of a stream: the stream itself, or one half of it.
interface Closing {
    void close() throws NetException;
}
