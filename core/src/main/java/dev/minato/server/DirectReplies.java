package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The replies to one request that has bytes of its own, which leave at once: in a task of the server
/// ([TaskHandling]), or wherever its handler took it ([UdpRequest#detach]).
final class DirectReplies implements ReplyPath {
    private final Service service;
    private final UdpSocket socket;
    private Optional<ByteBuffer> buffer = Optional.empty();

    DirectReplies(Service service, UdpSocket socket) {
        this.service = service;
        this.socket = socket;
    }

    @Override
    public ByteBuffer buffer() {
        if (buffer.isEmpty()) {
            buffer = Optional.of(ByteBuffer.allocate(service.maxDatagram()));
        }
        return buffer.get().clear();
    }

    @Override
    public UdpRequest detach(UdpRequest request) {
        return request;
    }

    @Override
    public boolean send(UdpRequest request, ByteBuffer reply) throws NetException {
        service.checkLength(reply);
        if (!service.filter().allows(request.sender())) {
            return false;
        }
        try {
            socket.sendTo(reply, request.sender(), request.localAddress().orElse(socket.localAddress()));
            service.counters().replied(1);
            return true;
        } catch (NetException e) {
            if (ReceiveLoop.endsLoop(e)) {
                throw e;
            }
            service.counters().dropped(service.name(), DropReason.SEND_FAILED, e);
            return false;
        }
    }
}
