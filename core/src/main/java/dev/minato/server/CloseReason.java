package dev.minato.server;

import java.util.Locale;

/// The reason why a connection was closed.
public enum CloseReason {
    /// Its handler returned.
    FINISHED,
    /// Its handler returned, as the server stops.
    STOPPED,
    /// The peer reset it, went away, or ended in the middle of a message.
    PEER_GONE,
    /// A message was refused by its decoder.
    BAD_MESSAGE,
    /// It came from a trusted proxy, and did not begin with a PROXY header that makes sense, in time.
    BAD_PROXY_HEADER,
    /// The peer sent nothing at all in time.
    FIRST_BYTE_TIMEOUT,
    /// A request took too long from its first byte to its last.
    REQUEST_TIMEOUT,
    /// The peer sent nothing more, and nothing was sent to it.
    IDLE_TIMEOUT,
    /// It had lived as long as a connection may.
    LIFETIME_OVER,
    /// The peer did not read what was sent to it.
    WRITE_TIMEOUT,
    /// The peer did not keep up with its [Outbox].
    SLOW_READER,
    /// It was closed by [Connection#close], or with the server.
    CLOSED,
    /// It had not ended by the end of the grace period of a drain.
    DRAIN_TIMEOUT,
    /// The TLS handshake took too long.
    HANDSHAKE_TIMEOUT,
    /// TLS failed: the peer does not speak it, or one side does not trust the other's certificate, or they have
    /// nothing in common.
    TLS_FAILED,
    /// The network failed in another way.
    NETWORK_FAILED,
    /// Its handler threw what is no failure of the network.
    HANDLER_FAILED,
    /// There was no memory for what it needed.
    OUT_OF_MEMORY;

    /// The reason as logs show it, such as `idle timeout`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
