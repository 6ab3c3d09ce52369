package dev.minato.server;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The handler in the receive loop: replies are gathered and leave together. Allocates nothing.
final class InlineHandling implements Handling, ReplyPath {
    private final Service service;
    private final UdpSocket socket;
    private final DatagramBatch replies;
    private final UdpRequest request = new UdpRequest(this);
    private @Nullable ByteBuffer buffer;

    /// The batch of the datagram that is handled, and its place there.
    private @Nullable DatagramBatch requests;

    private int place;

    InlineHandling(Service service, UdpSocket socket, int batch) {
        this.service = service;
        this.socket = socket;
        this.replies = new DatagramBatch(batch, service.maxDatagram());
    }

    @Override
    public void take(DatagramBatch requests, int place) {
        this.requests = requests;
        this.place = place;
        request.fill(requests, place);
        service.handle(request);
    }

    @Override
    public boolean send(UdpRequest to, ByteBuffer reply) throws NetException {
        if (requests == null) {
            throw new IllegalStateException("there is no request");
        }
        service.checkLength(reply);
        if (!service.filter().allows(to.sender())) {
            return false;
        }
        if (replies.count() == replies.capacity()) {
            flush();
        }
        replies.addReply(reply, requests, place);
        return true;
    }

    @Override
    public UdpRequest detach(UdpRequest request) {
        return request.copy(new DirectReplies(service, socket));
    }

    @Override
    public ByteBuffer buffer() {
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(service.maxDatagram());
        }
        return buffer.clear();
    }

    @Override
    public void flush() throws NetException {
        try {
            while (replies.unsent() > 0) {
                sendSome();
            }
        } finally {
            replies.clear();
        }
    }

    private void sendSome() throws NetException {
        try {
            service.counters().replied(socket.sendBatch(replies));
        } catch (NetException e) {
            if (ReceiveLoop.endsLoop(e)) {
                throw e;
            }
            service.counters().dropped(service.name(), DropReason.SEND_FAILED, e);
            replies.skip();
            if (e.kind() == ErrorKind.TIMED_OUT && replies.unsent() > 0) {
                // There is no room for the others, either: UDP may lose any reply, and requests are waiting.
                service.counters().dropped(service.name(), DropReason.SEND_FAILED, replies.unsent());
                replies.clear();
            }
        }
    }
}
