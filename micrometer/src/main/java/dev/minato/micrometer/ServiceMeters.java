package dev.minato.micrometer;

import dev.minato.server.CloseReason;
import dev.minato.server.RefusalReason;
import dev.minato.server.ServiceCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// The meters of one service, in each registry.
final class ServiceMeters {
    private static final String BYTES = "bytes";

    private final String service;
    private final Tags tags;
    private final RecentCounts counts;

    private final Set<MeterRegistry> registries = ConcurrentHashMap.newKeySet();

    /// One of each registry. An index walks it, since an iterator would be allocated for each request.
    private final List<Timer> timers = new CopyOnWriteArrayList<>();

    ServiceMeters(String service, Tags tags, RecentCounts counts) {
        this.service = service;
        this.tags = tags;
        this.counts = counts;
    }

    void handled(long nanos) {
        for (int i = 0; i < timers.size(); i++) {
            timers.get(i).record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /// Registers the meters, once.
    void bindTo(MeterRegistry registry) {
        if (registries.add(registry)) {
            register(registry);
        }
    }

    private void register(MeterRegistry registry) {
        timers.add(Timer.builder("minato.requests")
                .description("Requests, by how long their handlers took")
                .tags(tags)
                .register(registry));
        Gauge.builder("minato.connections.open", counts, value(ServiceCounts::open))
                .description("Connections that are served now")
                .tags(tags)
                .register(registry);
        Gauge.builder("minato.connections.blocked", counts, value(ServiceCounts::blocked))
                .description("Connections a write to which waits now, because their clients do not read")
                .tags(tags)
                .register(registry);
        counter("minato.connections.opened", "Connections that were accepted and not refused", ServiceCounts::opened)
                .register(registry);
        counter("minato.received", "Bytes read from connections", ServiceCounts::bytesIn)
                .baseUnit(BYTES)
                .register(registry);
        counter("minato.sent", "Bytes written to connections", ServiceCounts::bytesOut)
                .baseUnit(BYTES)
                .register(registry);
        counter("minato.accept.delays", "How often a listener rested", ServiceCounts::acceptDelays)
                .register(registry);
        bindReasons(registry);
        bindHandshakes(registry);
    }

    private void bindReasons(MeterRegistry registry) {
        for (CloseReason reason : CloseReason.values()) {
            counter("minato.connections.closed", "Connections that were closed", each -> count(each.closed(), reason))
                    .tag("reason", text(reason))
                    .register(registry);
        }
        for (RefusalReason reason : RefusalReason.values()) {
            counter(
                            "minato.connections.refused",
                            "Connections that were closed before they were served",
                            each -> count(each.refused(), reason))
                    .tag("reason", text(reason))
                    .register(registry);
        }
    }

    private void bindHandshakes(MeterRegistry registry) {
        counter("minato.tls.handshakes", "TLS handshakes", ServiceCounts::handshakes)
                .tag("result", "succeeded")
                .register(registry);
        counter("minato.tls.handshakes", "TLS handshakes", ServiceCounts::failedHandshakes)
                .tag("result", "failed")
                .register(registry);
    }

    private FunctionCounter.Builder<RecentCounts> counter(
            String name, String description, ToDoubleFunction<ServiceCounts> count) {
        return FunctionCounter.builder(name, counts, value(count))
                .description(description)
                .tags(tags);
    }

    private ToDoubleFunction<RecentCounts> value(ToDoubleFunction<ServiceCounts> count) {
        return recent -> recent.of(service).map(count::applyAsDouble).orElse(0.0);
    }

    private static <E extends Enum<E>> double count(Map<E, Long> counts, E reason) {
        return counts.getOrDefault(reason, 0L);
    }

    /// Returns a reason as a tag has it, such as `idle_timeout`.
    static String text(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
