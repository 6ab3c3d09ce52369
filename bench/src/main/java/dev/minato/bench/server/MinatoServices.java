package dev.minato.bench.server;

import dev.minato.services.Berth;
import dev.minato.services.ConnectionLog;
import dev.minato.services.Harbour;
import dev.minato.services.Limits;
import dev.minato.services.Listening;
import dev.minato.services.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// The ready services of Minato over TCP, in one harbour, as the command serves them: `echo` first.
final class MinatoServices {
    private static final List<Berth> BERTHS = Stream.of("echo", "line", "kv", "hello", "count")
            .map(name -> new Berth(name, Protocol.TCP, "127.0.0.1:0"))
            .toList();

    private MinatoServices() {}

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        try (var harbour = Harbour.open(BERTHS, Limits.DEFAULT, ConnectionLog.SILENT)) {
            Map<String, Integer> others = new LinkedHashMap<>();
            for (Listening each : harbour.listening().subList(1, BERTHS.size())) {
                others.put(each.service(), each.address().port());
            }
            Control.ready(harbour.listening().getFirst().address().port(), others);
            // The process ends with its stdin.
            new CountDownLatch(1).await();
        }
    }
}
