package dev.minato.examples.server;

import dev.minato.client.UdpAsk;
import dev.minato.error.NetException;
import dev.minato.server.OverloadPolicy;
import dev.minato.server.UdpRequest;
import dev.minato.server.UdpServer;
import java.nio.ByteBuffer;
import java.time.Duration;

/// Answers DNS queries with what another server says.
///
/// Each query waits for that server, so handlers run in tasks: 200 at once, and 1,000 more that wait. When
/// there are too many, the oldest is dropped: its client has most likely asked again.
///
/// ```
/// $ examples/run DnsForwarder 127.0.0.1:5353 192.0.2.53:53 &
/// $ dig @127.0.0.1 -p 5353 example.com
/// ```
final class DnsForwarder {
    private static final int HEADER = 12;
    private static final int QR = 0x8000;

    static void main(String[] args) throws Exception {
        String upstream = args.length > 1 ? args[1] : "127.0.0.1:53";
        try (var server = start(args.length > 0 ? args[0] : "127.0.0.1:5353", UdpAsk.to(upstream))) {
            IO.println("cancelled: " + server.drainAtSignal(Duration.ofSeconds(2)));
        }
    }

    // @start region="forward"
    static UdpServer start(String address, UdpAsk upstream) throws NetException {
        return UdpServer.builder()
                .listen(address, query -> forward(query, upstream))
                .inTasks(200, 1000, OverloadPolicy.DROP_OLDEST)
                .start();
    }

    private static void forward(UdpRequest query, UdpAsk upstream) throws NetException {
        if (query.data().remaining() < HEADER) {
            return; // no query; anybody can send anything
        }
        short id = query.data().getShort(0);
        boolean _ = query.reply(upstream.ask(query.data(), reply -> isAnswer(reply, id)));
    }

    private static boolean isAnswer(ByteBuffer reply, short id) {
        return reply.remaining() >= HEADER && reply.getShort(0) == id && (reply.getShort(2) & QR) != 0;
    }
    // @end

    private DnsForwarder() {}
}
