package dev.minato.micrometer;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.HandshakeEnd;
import dev.minato.server.Refusal;
import dev.minato.server.RequestObserver;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServerObserver;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The meters of servers over TCP and Unix sockets, in one or several registries: an observer that counts,
/// and a binder.
///
/// {@snippet file="dev/minato/micrometer/MinatoMetricsTest.java" region="bind"}
///
/// | meter | what it is | tags |
/// |---|---|---|
/// | `minato.connections.open` | gauge | `service` |
/// | `minato.connections.blocked` | gauge: those whose clients do not read | `service` |
/// | `minato.connections.opened` | counter | `service` |
/// | `minato.connections.closed`, `minato.connections.refused` | counters | `service`, `reason` |
/// | `minato.requests` | timer of the handlers of requests ([dev.minato.server.Session#serve]) | `service` |
/// | `minato.received`, `minato.sent` | counters, in bytes | `service` |
/// | `minato.tls.handshakes` | counter | `service`, `result` |
/// | `minato.accept.delays` | counter | `service` |
/// | `minato.event.loop.stalls` | counter | |
///
/// The tags of a name are always the same, and their values are this program's own texts, never a peer's. All
/// meters of a service are there, with zeros, once it is known: by its first connection, or by
/// [ServerMetrics#add]. Counters may lag a tenth of a second behind. Percentiles and service level objectives
/// of `minato.requests` are asked for by a [io.micrometer.core.instrument.config.MeterFilter], as of any
/// timer. A request costs what the timers cost; nothing is allocated.
///
/// All methods may be called by any thread.
public final class MinatoMetrics implements MeterBinder, ServerObserver {
    private final ServerMetrics metrics;
    private final Tags tags;
    private final RecentCounts counts;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final Map<String, ServiceMeters> services = new ConcurrentHashMap<>();

    /// Meters over counters of their own.
    public MinatoMetrics() {
        this(new ServerMetrics(), List.of());
    }

    /// Meters over counters that others may show, too.
    ///
    /// @param metrics observes what this observes, so servers are given this alone as their observer
    /// @param tags of all meters
    public MinatoMetrics(ServerMetrics metrics, Iterable<Tag> tags) {
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.tags = Tags.of(Objects.requireNonNull(tags, "tags"));
        this.counts = new RecentCounts(metrics);
    }

    /// Registers the meters of all services that are known, and from now on those of each that comes.
    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("minato.event.loop.stalls", Platform.current(), Platform::stalls)
                .description("How often a task held an event loop for longer than -Dminato.stall")
                .tags(tags)
                .register(registry);
        registries.add(registry);
        metrics.counts().forEach(each -> services.putIfAbsent(each.service(), meters(each.service())));
        services.values().forEach(each -> each.bindTo(registry));
    }

    /// A registry is added before the services are walked, and a service before the registries are: so each
    /// service meets each registry here or in [#bindTo], and in both at worst.
    private ServiceMeters of(String service) {
        ServiceMeters known = services.get(service);
        if (known != null) {
            return known;
        }
        var added = meters(service);
        ServiceMeters other = services.putIfAbsent(service, added);
        if (other != null) {
            return other;
        }
        registries.forEach(added::bindTo);
        return added;
    }

    private ServiceMeters meters(String service) {
        return new ServiceMeters(service, tags.and("service", service), counts);
    }

    @Override
    public void opened(Connection connection) {
        metrics.opened(connection);
    }

    @Override
    public void closed(Connection connection, ConnectionEnd end) {
        metrics.closed(connection, end);
    }

    @Override
    public void refused(Refusal refusal) {
        metrics.refused(refusal);
        ServiceMeters _ = of(refusal.service());
    }

    @Override
    public void handshakeEnded(Connection connection, HandshakeEnd end) {
        metrics.handshakeEnded(connection, end);
    }

    @Override
    public void acceptDelayed(String service, NetException failure, Duration delay) {
        metrics.acceptDelayed(service, failure, delay);
        ServiceMeters _ = of(service);
    }

    @Override
    public Optional<RequestObserver> requests(String service) {
        Optional<RequestObserver> counting = metrics.requests(service);
        ServiceMeters meters = of(service);
        return counting.map(each -> (connection, nanos) -> {
            each.handled(connection, nanos);
            meters.handled(nanos);
        });
    }
}
