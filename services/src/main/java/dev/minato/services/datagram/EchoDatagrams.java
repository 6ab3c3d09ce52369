package dev.minato.services.datagram;

import dev.minato.error.NetException;
import dev.minato.server.UdpHandler;
import dev.minato.server.UdpRequest;

/// The service `echo` over UDP (RFC 862): sends every datagram back to its sender.
public final class EchoDatagrams implements UdpHandler {
    /// An echo; it is stateless.
    public EchoDatagrams() {}

    @Override
    public void handle(UdpRequest request) throws NetException {
        boolean _ = request.reply(request.data());
    }
}
