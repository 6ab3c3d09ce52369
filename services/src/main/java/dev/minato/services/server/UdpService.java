package dev.minato.services.server;

import dev.minato.error.NetException;
import dev.minato.net.Received;
import java.nio.ByteBuffer;

/// The handler of a service's datagrams.
@FunctionalInterface
public interface UdpService {
    /// Answers one datagram, or stays silent.
    ///
    /// May be called by several threads at once, each with buffers of its own.
    ///
    /// @param request the datagram, from position to limit; nothing remains in an empty one
    /// @param from its sender
    /// @param reply the answer's buffer, cleared, with room for the largest datagram; the caller flips it
    /// @return whether to send the reply, which may be empty
    boolean answer(ByteBuffer request, Received from, ByteBuffer reply) throws NetException;
}
