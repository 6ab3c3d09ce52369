package dev.minato.examples.server;

import dev.minato.error.NetException;
import dev.minato.server.UdpServer;
import java.time.Duration;

/// Answers each datagram in capitals, as [UdpShouting], with a socket for each processor.
///
/// Try it with `nc -u 127.0.0.1 7890`, from several terminals. Argument: the address.
final class UdpShoutingChoir {
    static void main(String[] args) throws Exception {
        try (var server = start(args.length > 0 ? args[0] : "127.0.0.1:7890")) {
            IO.println("cancelled: " + server.drainAtSignal(Duration.ofSeconds(1)));
            IO.println(server.counts());
        }
    }

    // @start region="serve"
    static UdpServer start(String address) throws NetException {
        return UdpServer.builder()
                .sockets(Runtime.getRuntime().availableProcessors())
                .listen(address, UdpShouting::shout)
                .maxDatagram(1500)
                .start();
    }
    // @end

    private UdpShoutingChoir() {}
}
