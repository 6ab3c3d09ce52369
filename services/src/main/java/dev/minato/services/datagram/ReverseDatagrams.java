package dev.minato.services.datagram;

import dev.minato.net.Received;
import dev.minato.services.server.UdpService;
import java.nio.ByteBuffer;

/// The service `reverse`: sends every datagram back with its bytes in reverse order; bytes, so text beyond
/// ASCII breaks.
public final class ReverseDatagrams implements UdpService {
    /// A service; it is stateless.
    public ReverseDatagrams() {}

    @Override
    public boolean answer(ByteBuffer request, Received from, ByteBuffer reply) {
        for (int i = request.limit() - 1; i >= request.position(); i--) {
            reply.put(request.get(i));
        }
        return true;
    }
}
