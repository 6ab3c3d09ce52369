package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.net.Received;
import java.nio.ByteBuffer;

/// What a server does with a datagram.
@FunctionalInterface
public interface UdpService {
    /// Answers one datagram, or stays silent.
    ///
    /// May be called by several threads at once, each with buffers of its own.
    ///
    /// @param request the datagram, from position to limit; empty for an empty one
    /// @param from who sent it
    /// @param reply where the answer goes, cleared, with room for the largest datagram; the caller flips it
    /// @return whether to send the reply, which may be empty
    boolean answer(ByteBuffer request, Received from, ByteBuffer reply) throws NetException;
}
