package dev.minato.services.datagram;

import dev.minato.error.NetException;
import dev.minato.server.UdpHandler;
import dev.minato.server.UdpRequest;
import java.nio.ByteBuffer;

/// The service `reverse`: sends every datagram back with its bytes in reverse order; bytes, so text beyond
/// ASCII breaks.
public final class ReverseDatagrams implements UdpHandler {
    /// A service; it is stateless.
    public ReverseDatagrams() {}

    @Override
    public void handle(UdpRequest request) throws NetException {
        ByteBuffer data = request.data();
        ByteBuffer reply = request.replyBuffer();
        for (int i = data.limit() - 1; i >= 0; i--) {
            reply.put(data.get(i));
        }
        boolean _ = request.reply(reply.flip());
    }
}
