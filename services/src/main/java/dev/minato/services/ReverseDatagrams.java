package dev.minato.services;

import dev.minato.net.Received;
import java.nio.ByteBuffer;

/// Sends every datagram back with its bytes in reverse order; they are bytes, so text beyond ASCII breaks.
public final class ReverseDatagrams implements UdpService {
    /// A service that has nothing to remember.
    public ReverseDatagrams() {}

    @Override
    public boolean answer(ByteBuffer request, Received from, ByteBuffer reply) {
        for (int i = request.limit() - 1; i >= request.position(); i--) {
            reply.put(request.get(i));
        }
        return true;
    }
}
