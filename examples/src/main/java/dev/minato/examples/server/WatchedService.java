package dev.minato.examples.server;

import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.metrics.Histogram;
import dev.minato.metrics.HistogramSnapshot;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServiceCounts;
import dev.minato.server.TcpServer;
import dev.minato.task.Ticker;
import java.time.Duration;

/// An echo of lines that says every second what it has done.
///
/// ```
/// $ examples/run WatchedService &
/// $ echo hello | nc -N 127.0.0.1 7878
/// hello
/// echo: 1 requests, 0 open, 6 bytes in, p99 41.0 µs
/// ```
final class WatchedService {
    static void main(String[] args) throws Exception {
        var metrics = new ServerMetrics();
        try (var server = start(args.length > 0 ? args[0] : "127.0.0.1:7878", metrics)) {
            IO.println("listening at " + server.localAddresses().getFirst());
            var ticker = Ticker.every(Duration.ofSeconds(1));
            for (; ; ) {
                long _ = ticker.tick();
                metrics.counts().forEach(counts -> IO.println(line(counts)));
            }
        }
    }

    // @start region="metrics"
    static TcpServer start(String address, ServerMetrics metrics) throws NetException {
        ConnectionHandler echo =
                ConnectionHandler.ofRequests(() -> LineCodec.utf8(1000), (line, session) -> session.write(line));
        return TcpServer.builder()
                .listen("echo", address, echo)
                .observer(metrics)
                .start();
    }

    static String line(ServiceCounts counts) {
        return "%s: %d requests, %d open, %d bytes in, p99 %.1f µs"
                .formatted(
                        counts.service(),
                        counts.requests().count(),
                        counts.open(),
                        counts.bytesIn(),
                        counts.requests().quantile(0.99) / 1e3);
    }
    // @end

    // @start region="histogram"
    static String describe(long... nanos) {
        var histogram = new Histogram();
        for (long each : nanos) {
            histogram.record(each);
        }
        HistogramSnapshot seen = histogram.snapshot();
        return "%d, median %d ns, longest %d ns".formatted(seen.count(), seen.quantile(0.5), seen.max());
    }
    // @end

    private WatchedService() {}
}
