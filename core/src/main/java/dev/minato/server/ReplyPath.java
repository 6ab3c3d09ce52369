package dev.minato.server;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// The way of replies to the socket: gathered for one call ([InlineHandling]), or at once ([DirectReplies]).
interface ReplyPath {
    /// Takes a reply; returns false if it was dropped, and counted.
    boolean send(UdpRequest request, ByteBuffer reply) throws NetException;

    /// Returns an empty buffer with room for the longest reply, to be filled.
    ByteBuffer buffer();

    /// Returns that request with bytes of its own, whose replies leave at once.
    UdpRequest detach(UdpRequest request);
}
