package dev.minato.net;

import dev.minato.error.NetException;

/// A socket that [Readiness] can wait for: streams, listeners and datagram sockets.
public sealed interface Pollable extends AutoCloseable permits NetSocket {
    /// Whether this handle is open.
    boolean isOpen();

    /// Closes this handle, and with the last one the socket.
    @Override
    void close() throws NetException;
}
