package dev.minato.services.metrics;

import dev.minato.platform.Platform;
import dev.minato.server.DropReason;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServiceCounts;
import dev.minato.server.UdpCounts;
import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.exposition.MetricType;
import dev.minato.services.exposition.Sample;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The metric families of servers: connections, requests, bytes, TLS, datagrams and stalls, by service.
///
/// Their names begin with `minato_`, their labels are `service`, `reason` and `result`; each combination is
/// there from the beginning, so that a rate sees the first event. Labels are texts of this program, never of
/// a peer.
public final class ServerFamilies implements Supplier<List<MetricFamily>> {
    private static final double NANOS_OF_SECOND = 1e9;

    private final ServerMetrics metrics;
    private final Supplier<Map<String, UdpCounts>> datagrams;

    /// The families of what `metrics` has observed.
    public ServerFamilies(ServerMetrics metrics) {
        this(metrics, Map::of);
    }

    /// The families of what `metrics` has observed, and of the datagrams of servers over UDP.
    ///
    /// @param datagrams is asked at each scrape, such as [dev.minato.server.UdpServer#countsByService]
    public ServerFamilies(ServerMetrics metrics, Supplier<Map<String, UdpCounts>> datagrams) {
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.datagrams = Objects.requireNonNull(datagrams, "datagrams");
    }

    /// Returns the families with the counts of now.
    @Override
    public List<MetricFamily> get() {
        List<MetricFamily> families = new ArrayList<>();
        families.add(info());
        addConnections(families, metrics.counts());
        addDatagrams(families, datagrams.get());
        families.add(MetricFamily.counter(
                "minato_event_loop_stalls_total",
                "How often a task held an event loop for longer than -Dminato.stall.",
                Platform.current().stalls()));
        return List.copyOf(families);
    }

    private static MetricFamily info() {
        String version = Optional.ofNullable(Platform.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("unknown");
        var labels = List.of(
                new Label("version", version),
                new Label("platform", Platform.current().name()));
        return new MetricFamily(
                "minato_info", "What runs, always 1.", MetricType.GAUGE, List.of(new Sample.Count(labels, 1)));
    }

    private static void addConnections(List<MetricFamily> families, List<ServiceCounts> counts) {
        families.add(new MetricFamily(
                "minato_connections_open",
                "Connections that are served now.",
                MetricType.GAUGE,
                each(counts, ServiceCounts::open)));
        families.add(new MetricFamily(
                "minato_connections_blocked",
                "Connections a write to which waits now, because their clients do not read.",
                MetricType.GAUGE,
                each(counts, ServiceCounts::blocked)));
        families.add(new MetricFamily(
                "minato_write_blocked_seconds",
                "How long the write that has waited longest has done so by now.",
                MetricType.GAUGE,
                counts.stream().map(ServerFamilies::longestBlock).toList()));
        add(
                families,
                "minato_connections_opened_total",
                "Connections that were accepted and not refused.",
                counts,
                ServiceCounts::opened);
        families.add(counter(
                "minato_connections_closed_total",
                "Connections that were closed, by reason.",
                byReason(counts, ServiceCounts::closed)));
        families.add(counter(
                "minato_connections_refused_total",
                "Connections that were closed before they were served, by reason.",
                byReason(counts, ServiceCounts::refused)));
        families.add(new MetricFamily(
                "minato_requests_seconds",
                "Requests, by how long their handlers took.",
                MetricType.HISTOGRAM,
                counts.stream()
                        .map(each -> RequestBuckets.sample(service(each.service()), each.requests()))
                        .toList()));
        add(families, "minato_received_bytes_total", "Bytes read from connections.", counts, ServiceCounts::bytesIn);
        add(families, "minato_sent_bytes_total", "Bytes written to connections.", counts, ServiceCounts::bytesOut);
        families.add(counter(
                "minato_tls_handshakes_total",
                "TLS handshakes, by whether they succeeded.",
                counts.stream().flatMap(ServerFamilies::handshakes).toList()));
        add(
                families,
                "minato_accept_delays_total",
                "How often a listener rested because it could not accept.",
                counts,
                ServiceCounts::acceptDelays);
    }

    private static void addDatagrams(List<MetricFamily> families, Map<String, UdpCounts> counts) {
        addDatagrams(families, "received", "Datagrams that were received.", counts, UdpCounts::received);
        addDatagrams(families, "sent", "Datagrams that were sent.", counts, UdpCounts::replied);
        addDatagrams(
                families,
                "lost",
                "Datagrams that the kernel dropped before they were received.",
                counts,
                UdpCounts::lost);
        families.add(counter(
                "minato_datagrams_dropped_total",
                "Datagrams that the server dropped, by reason.",
                counts.entrySet().stream()
                        .flatMap(each -> Stream.of(DropReason.values())
                                .map(reason -> count(
                                        each.getKey(), reason, each.getValue().dropped(reason))))
                        .toList()));
    }

    private static void addDatagrams(
            List<MetricFamily> families,
            String what,
            String help,
            Map<String, UdpCounts> counts,
            Function<UdpCounts, Long> count) {
        List<Sample> samples = counts.entrySet().stream()
                .<Sample>map(each -> new Sample.Count(service(each.getKey()), count.apply(each.getValue())))
                .toList();
        families.add(counter("minato_datagrams_" + what + "_total", help, samples));
    }

    private static void add(
            List<MetricFamily> families,
            String name,
            String help,
            List<ServiceCounts> counts,
            Function<ServiceCounts, Long> count) {
        families.add(counter(name, help, each(counts, count)));
    }

    private static MetricFamily counter(String name, String help, List<Sample> samples) {
        return new MetricFamily(name, help, MetricType.COUNTER, samples);
    }

    private static List<Sample> each(List<ServiceCounts> counts, Function<ServiceCounts, ? extends Number> count) {
        return counts.stream()
                .<Sample>map(each -> new Sample.Count(
                        service(each.service()), count.apply(each).longValue()))
                .toList();
    }

    private static <E extends Enum<E>> List<Sample> byReason(
            List<ServiceCounts> counts, Function<ServiceCounts, Map<E, Long>> reasons) {
        return counts.stream()
                .flatMap(each -> reasons.apply(each).entrySet().stream()
                        .map(reason -> count(each.service(), reason.getKey(), reason.getValue())))
                .toList();
    }

    private static Sample longestBlock(ServiceCounts counts) {
        double seconds = counts.longestBlock().toNanos() / NANOS_OF_SECOND;
        return new Sample.Value(service(counts.service()), seconds);
    }

    private static Stream<Sample> handshakes(ServiceCounts counts) {
        return Stream.of(
                new Sample.Count(labels(counts.service(), "result", "succeeded"), counts.handshakes()),
                new Sample.Count(labels(counts.service(), "result", "failed"), counts.failedHandshakes()));
    }

    private static Sample count(String service, Enum<?> reason, long count) {
        return new Sample.Count(labels(service, "reason", reason.name().toLowerCase(Locale.ROOT)), count);
    }

    private static List<Label> service(String name) {
        return List.of(new Label("service", name));
    }

    private static List<Label> labels(String service, String name, String value) {
        return List.of(new Label("service", service), new Label(name, value));
    }
}
