package dev.minato.services;

import dev.minato.net.Received;
import java.nio.ByteBuffer;

/// Sends every datagram back to its sender (RFC 862).
public final class EchoDatagrams implements UdpService {
    /// An echo; it has nothing to remember.
    public EchoDatagrams() {}

    @Override
    public boolean answer(ByteBuffer request, Received from, ByteBuffer reply) {
        reply.put(request);
        return true;
    }
}
