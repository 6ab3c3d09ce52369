package dev.minato.services.metrics;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.server.TcpServer;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.exposition.PrometheusText;
import dev.minato.services.http.HttpEndpoint;
import dev.minato.services.http.HttpRequest;
import dev.minato.services.http.HttpResponse;
import dev.minato.services.http.HttpRoute;
import dev.minato.services.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// The page that Prometheus scrapes: `GET /metrics` over HTTP, on a small server of its own, so that it
/// answers also while the servers that it tells of are full, or drain.
///
/// ```java
/// var metrics = new ServerMetrics();
/// try (var page = MetricsEndpoint.open("127.0.0.1:9100", List.of(new ServerFamilies(metrics)));
///         var server = TcpServer.builder().listen(...).observer(metrics).start()) {
/// ```
///
/// Whoever can connect reads it, so it belongs on the loopback or behind something that asks who reads. Its
/// peers can make it hold no more than [#MAX_CONNECTIONS] copies of the text.
public final class MetricsEndpoint implements AutoCloseable {
    /// Connections that are open at once; others wait in the backlog.
    public static final int MAX_CONNECTIONS = 16;

    /// What its connections hold at most, if the text has up to 32 KiB, as that of all services has.
    public static final long MAX_BYTES = MAX_CONNECTIONS * 4 * 32 * 1024L;

    /// Longer than a scrape interval of a minute, so that a scraper need not connect anew.
    private static final Duration IDLE = Duration.ofSeconds(75);

    private static final Duration WRITE = Duration.ofSeconds(10);

    private final TcpServer server;

    private MetricsEndpoint(TcpServer server) {
        this.server = server;
    }

    /// Opens the page at `"host:port"`; port 0 lets the kernel choose.
    ///
    /// Fails as [dev.minato.net.TcpListener#bind(String)], with the operation `serve metrics`.
    ///
    /// @param sources are asked at each scrape, by the tasks of its connections, at the same time; of
    ///     families that share a name the first is shown
    public static MetricsEndpoint open(String address, List<Supplier<List<MetricFamily>>> sources) throws NetException {
        Objects.requireNonNull(address, "address");
        var families = List.copyOf(sources);
        HttpRoute metrics =
                _ -> HttpResponse.of(HttpStatus.OK, PrometheusText.CONTENT_TYPE, PrometheusText.of(all(families)));
        var paths = HttpRoute.ofPaths(Map.of("/metrics", metrics, "/", MetricsEndpoint::where));
        try {
            return new MetricsEndpoint(TcpServer.builder()
                    .listen("metrics", address, new HttpEndpoint(paths))
                    .maxConnections(MAX_CONNECTIONS)
                    .idleTimeout(IDLE)
                    .writeTimeout(WRITE)
                    .start());
        } catch (NetException e) {
            throw e.withOperation("serve metrics").withAddress(address);
        }
    }

    private static List<MetricFamily> all(List<Supplier<List<MetricFamily>>> sources) {
        return sources.stream().flatMap(source -> source.get().stream()).toList();
    }

    private static HttpResponse where(HttpRequest request) {
        return HttpResponse.of(HttpStatus.OK, HttpResponse.TEXT, "Metrics for Prometheus are at /metrics\n");
    }

    /// The address it listens at, with its real port; also after [#close].
    public SocketAddr address() {
        return server.localAddresses().getFirst();
    }

    /// Stops listening, and closes its connections. No-op if closed.
    @Override
    public void close() {
        server.close();
    }
}
