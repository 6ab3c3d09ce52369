package dev.minato.services.datagram;

import dev.minato.net.Received;
import dev.minato.services.server.UdpService;
import java.nio.ByteBuffer;

/// The service `echo` over UDP (RFC 862): sends every datagram back to its sender.
public final class EchoDatagrams implements UdpService {
    /// An echo; it is stateless.
    public EchoDatagrams() {}

    @Override
    public boolean answer(ByteBuffer request, Received from, ByteBuffer reply) {
        reply.put(request);
        return true;
    }
}
