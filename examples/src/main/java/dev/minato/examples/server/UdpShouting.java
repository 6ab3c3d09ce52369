package dev.minato.examples.server;

import dev.minato.error.NetException;
import dev.minato.server.UdpRequest;
import dev.minato.server.UdpServer;
import java.time.Duration;

/// Answers each datagram in upper case.
///
/// ```
/// $ examples/run UdpShouting &
/// $ echo hello | nc -u -q 1 127.0.0.1 7890
/// HELLO
/// ```
final class UdpShouting {
    static void main(String[] args) throws Exception {
        try (var server = start(args.length > 0 ? args[0] : "127.0.0.1:7890")) {
            IO.println("cancelled: " + server.drainAtSignal(Duration.ofSeconds(1)));
            IO.println(server.counts());
        }
    }

    // @start region="serve"
    static UdpServer start(String address) throws NetException {
        return UdpServer.builder()
                .listen(address, UdpShouting::shout)
                .maxDatagram(1500)
                .maxRepliesPerPeer(1000)
                .start();
    }

    static void shout(UdpRequest request) throws NetException {
        var reply = request.replyBuffer();
        while (request.data().hasRemaining()) {
            reply.put((byte) Character.toUpperCase(request.data().get()));
        }
        boolean _ = request.reply(reply.flip());
    }
    // @end

    private UdpShouting() {}
}
