package dev.minato.micrometer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.ServerMetrics;
import dev.minato.server.TcpServer;
import dev.minato.server.UdpServer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What servers do, meters tell: of services known before or after a registry is bound, in every registry.
@Timeout(60)
class MinatoMetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ConnectionHandler LINES =
            ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), (line, session) -> session.write(line));

    private final MeterRegistry registry = new SimpleMeterRegistry();

    // @start region="bind"
    static TcpServer start(String address, MeterRegistry registry) throws NetException {
        var metrics = new MinatoMetrics();
        metrics.bindTo(registry);
        return TcpServer.builder()
                .listen("lines", address, LINES)
                .observer(metrics)
                .start();
    }
    // @end

    // @start region="datagrams"
    static void bindDatagrams(UdpServer server, MeterRegistry registry) {
        new MinatoUdpMetrics(server, List.of(Tag.of("app", "mirror"))).bindTo(registry);
    }
    // @end

    // @start region="percentiles"
    static MeterFilter percentiles() {
        return new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals("minato.requests")
                        ? DistributionStatisticConfig.builder()
                                .percentilesHistogram(true)
                                .build()
                                .merge(config)
                        : config;
            }
        };
    }
    // @end

    @Test
    void connectionsRequestsAndBytesAreCounted() throws Exception {
        try (var server = start("127.0.0.1:0", registry)) {
            ask(server.localAddresses().getFirst(), "hello\n");

            await(() -> counter("minato.connections.closed", "lines", "reason", "finished") == 1);
            assertThat(counter("minato.connections.opened", "lines")).isEqualTo(1);
            assertThat(registry.get("minato.connections.open")
                            .tag("service", "lines")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(counter("minato.received", "lines")).isEqualTo(6);
            assertThat(counter("minato.sent", "lines")).isEqualTo(6);
            var requests =
                    registry.get("minato.requests").tag("service", "lines").timer();
            assertThat(requests.count()).isEqualTo(1);
            assertThat(requests.max(TimeUnit.NANOSECONDS)).isPositive();
            assertThat(counter("minato.connections.closed", "lines", "reason", "idle_timeout"))
                    .isZero();
        }
    }

    @Test
    void servicesThatAreKnownBeforeAreThereWithZeros() {
        var counting = new ServerMetrics();
        counting.add("early");
        new MinatoMetrics(counting, List.of(Tag.of("app", "test"))).bindTo(registry);

        assertThat(registry.get("minato.connections.refused")
                        .tags("app", "test", "service", "early", "reason", "denied")
                        .functionCounter()
                        .count())
                .isZero();
        assertThat(registry.get("minato.event.loop.stalls")
                        .tag("app", "test")
                        .functionCounter()
                        .count())
                .isNotNegative();
    }

    @Test
    void registryThatIsBoundLaterHasWhatWasCountedBefore() throws Exception {
        var metrics = new MinatoMetrics();
        metrics.bindTo(new SimpleMeterRegistry());
        try (var server = TcpServer.builder()
                .listen("lines", "127.0.0.1:0", LINES)
                .observer(metrics)
                .start()) {
            ask(server.localAddresses().getFirst(), "hello\n");
            metrics.bindTo(registry);
            ask(server.localAddresses().getFirst(), "hello\n");

            await(() -> counter("minato.connections.closed", "lines", "reason", "finished") == 2);
            assertThat(registry.get("minato.requests")
                            .tag("service", "lines")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void twoRegistriesAreToldTheSame() throws Exception {
        var metrics = new MinatoMetrics();
        var other = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        metrics.bindTo(other);
        try (var server = TcpServer.builder()
                .listen("lines", "127.0.0.1:0", LINES)
                .observer(metrics)
                .start()) {
            ask(server.localAddresses().getFirst(), "a\nb\n");

            for (MeterRegistry each : List.of(registry, other)) {
                await(() -> each.get("minato.requests").timer().count() == 2);
            }
        }
    }

    @Test
    void filterGivesRequestsTheirHistogram() throws Exception {
        var prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        prometheus.config().meterFilter(percentiles());
        try (var server = start("127.0.0.1:0", prometheus)) {
            ask(server.localAddresses().getFirst(), "hello\n");

            await(() ->
                    prometheus.scrape().contains("minato_requests_seconds_bucket{service=\"lines\",le=\"+Inf\"} 1\n"));
        }
    }

    @Test
    void datagramsAreCounted() throws Exception {
        try (var server = UdpServer.builder()
                        .listen("mirror", "127.0.0.1:0", request -> request.reply(request.data()))
                        .start();
                var client = UdpSocket.bind("127.0.0.1:0")) {
            bindDatagrams(server, registry);
            client.sendTo(
                    ByteBuffer.wrap(new byte[] {1}),
                    server.localAddresses().getFirst().toString());

            await(() -> counter("minato.datagrams.sent", "mirror") == 1);
            assertThat(counter("minato.datagrams.received", "mirror")).isEqualTo(1);
            assertThat(counter("minato.datagrams.lost", "mirror")).isZero();
            assertThat(counter("minato.datagrams.dropped", "mirror", "reason", "rate_limited"))
                    .isZero();
        }
    }

    private double counter(String name, String service, String... tags) {
        return registry.get(name)
                .tag("service", service)
                .tags(tags)
                .functionCounter()
                .count();
    }

    private static void ask(SocketAddr address, String lines) throws Exception {
        try (var client = TcpStream.connect(address)) {
            client.writeAll(lines.getBytes(US_ASCII));
            assertThat(client.inputStream().readNBytes(lines.length()))
                    .asString(US_ASCII)
                    .isEqualTo(lines);
        }
    }

    /// A counter comes a moment after what the peer sees, and is a tenth of a second old.
    private static void await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE.toNanos()) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
