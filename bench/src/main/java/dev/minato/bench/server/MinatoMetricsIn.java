package dev.minato.bench.server;

import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The service `metrics-in` over UDP, as the command serves it; `count` is where it is scraped.
final class MinatoMetricsIn {
    private MinatoMetricsIn() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        var bindings = List.of(
                new Binding("metrics-in", Protocol.UDP, "127.0.0.1:0"),
                new Binding("metrics-in", Protocol.TCP, "127.0.0.1:0"));
        try (var server = Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT)) {
            Control.ready(
                    server.boundServices().getFirst().address().port(),
                    Map.of("count", server.boundServices().getLast().address().port()));
            // The process ends with its stdin.
            new CountDownLatch(1).await();
        }
    }
}
