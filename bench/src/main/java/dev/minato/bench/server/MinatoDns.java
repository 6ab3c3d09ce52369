package dev.minato.bench.server;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.SocketAddr;
import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import dev.minato.services.dns.DnsSettings;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The service `dns` over UDP, as the command serves it, but for the bound of answers: the load has few
/// ports. Its argument is the port of the server that it asks.
final class MinatoDns {
    private MinatoDns() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        var upstream = SocketAddr.of(Ipv4Addr.LOCALHOST, Integer.parseInt(arguments[0]));
        var limits = Limits.DEFAULT
                .withMaxAnswers(Integer.MAX_VALUE)
                .withDns(DnsSettings.DEFAULT.withUpstreams(List.of(upstream)));
        var bindings = List.of(new Binding("dns", Protocol.UDP, "127.0.0.1:0"));
        try (var server = Server.open(bindings, limits, ServerObserver.SILENT)) {
            Control.ready(server.boundServices().getFirst().address().port());
            // The process ends with its stdin.
            new CountDownLatch(1).await();
        }
    }
}
