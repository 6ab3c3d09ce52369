package dev.minato.micrometer;

import dev.minato.server.DropReason;
import dev.minato.server.UdpCounts;
import dev.minato.server.UdpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The meters of a server over UDP.
///
/// | meter | what it is | tags |
/// |---|---|---|
/// | `minato.datagrams.received`, `minato.datagrams.sent` | counters | `service` |
/// | `minato.datagrams.lost` | counter of those that the kernel dropped | `service` |
/// | `minato.datagrams.dropped` | counter | `service`, `reason` |
///
/// Two servers with a service of one name need a tag that tells them apart: of two meters with one name and
/// the same tags a registry keeps the first.
public final class MinatoUdpMetrics implements MeterBinder {
    private final UdpServer server;
    private final Tags tags;

    /// The meters of a server.
    public MinatoUdpMetrics(UdpServer server) {
        this(server, List.of());
    }

    /// The meters of a server.
    ///
    /// @param tags of all meters
    public MinatoUdpMetrics(UdpServer server, Iterable<Tag> tags) {
        this.server = Objects.requireNonNull(server, "server");
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
    }

    /// Registers the meters of all its services.
    @Override
    public void bindTo(MeterRegistry registry) {
        server.countsByService().keySet().forEach(service -> bind(service, registry));
    }

    private void bind(String service, MeterRegistry registry) {
        counter("minato.datagrams.received", "Datagrams that were received", service, UdpCounts::received)
                .register(registry);
        counter("minato.datagrams.sent", "Datagrams that were sent", service, UdpCounts::replied)
                .register(registry);
        counter("minato.datagrams.lost", "Datagrams that the kernel dropped", service, UdpCounts::lost)
                .register(registry);
        for (DropReason reason : DropReason.values()) {
            counter(
                            "minato.datagrams.dropped",
                            "Datagrams that the server dropped",
                            service,
                            counts -> counts.dropped(reason))
                    .tag("reason", ServiceMeters.text(reason))
                    .register(registry);
        }
    }

    private FunctionCounter.Builder<UdpServer> counter(
            String name, String description, String service, ToDoubleFunction<UdpCounts> count) {
        return FunctionCounter.builder(name, server, each -> value(each, service, count))
                .description(description)
                .tags(tags.and("service", service));
    }

    private static double value(UdpServer server, String service, ToDoubleFunction<UdpCounts> count) {
        return Optional.ofNullable(server.countsByService().get(service))
                .map(count::applyAsDouble)
                .orElse(0.0);
    }
}
