package dev.minato.services.dns;

import dev.minato.error.NetException;
import dev.minato.server.UdpHandler;
import dev.minato.server.UdpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/// Queries over UDP, of one socket: what the cache knows is answered in the receive loop, the rest when the
/// servers have answered.
final class DnsDatagrams implements UdpHandler {
    private final DnsForwarder forwarder;
    private final AtomicBoolean isDraining;
    private final ByteBuffer reply = ByteBuffer.allocateDirect(DnsForwarder.ROOM);

    DnsDatagrams(DnsForwarder forwarder, AtomicBoolean isDraining) {
        this.forwarder = forwarder;
        this.isDraining = isDraining;
    }

    @Override
    public void handle(UdpRequest request) throws NetException {
        if (isDraining.get()) {
            return;
        }
        switch (QueryCheck.of(request.data())) {
            case QueryCheck.Taken(Query query) -> take(query, request);
            case QueryCheck.Failed failed -> {
                forwarder.counts().add(failed.result());
                Reply.error(request.data(), failed, reply);
                boolean _ = request.reply(reply);
            }
            case QueryCheck.Ignored(QueryResult result) -> forwarder.counts().add(result);
        }
    }

    private void take(Query query, UdpRequest request) throws NetException {
        if (forwarder.fromCache(query, reply, query.maxDatagram())) {
            boolean _ = request.reply(reply);
            return;
        }
        UdpRequest later = request.detach();
        forwarder.ask(query, query.maxDatagram(), answer -> {
            boolean _ = later.reply(answer);
        });
    }
}
