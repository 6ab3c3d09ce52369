package dev.minato.bench.server;

import dev.minato.server.ServerObserver;
import dev.minato.services.Binding;
import dev.minato.services.BoundService;
import dev.minato.services.Limits;
import dev.minato.services.Protocol;
import dev.minato.services.Server;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// The ready services of Minato over TCP, in one server, as the command serves them: `echo` first.
final class MinatoServices {
    private static final List<Binding> BINDINGS = Stream.of("echo", "line", "kv", "hello", "count")
            .map(name -> new Binding(name, Protocol.TCP, "127.0.0.1:0"))
            .toList();

    private MinatoServices() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        try (var server = Server.open(BINDINGS, Limits.DEFAULT, ServerObserver.SILENT)) {
            Map<String, Integer> others = new LinkedHashMap<>();
            for (BoundService each : server.boundServices().subList(1, BINDINGS.size())) {
                others.put(each.service(), each.address().port());
            }
            Control.ready(server.boundServices().getFirst().address().port(), others);
            // The process ends with its stdin.
            new CountDownLatch(1).await();
        }
    }
}
