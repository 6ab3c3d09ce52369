package dev.minato.net;

import dev.minato.error.NetException;

/// Two sockets of one kind that are connected to each other.
interface SocketPair extends AutoCloseable {
    /// One socket.
    Pollable first();

    /// The other.
    Pollable second();

    /// Closes both.
    @Override
    default void close() throws NetException {
        try (var _ = first()) {
            second().close();
        }
    }
}
