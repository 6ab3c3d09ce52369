package dev.minato.micrometer;

import dev.minato.platform.Platform;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServiceCounts;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The counts of all services as they were a moment ago: taken once for all meters of a scrape, since taking
/// them looks at each open connection.
final class RecentCounts {
    private static final long MAX_AGE_NANOS = 100_000_000;

    /// @param takenAt by the platform's clock
    private record Taken(long takenAt, Map<String, ServiceCounts> counts) {}

    private final ServerMetrics metrics;
    private volatile Optional<Taken> last = Optional.empty();

    RecentCounts(ServerMetrics metrics) {
        this.metrics = metrics;
    }

    /// Returns what was counted of a service; empty if it was not seen.
    Optional<ServiceCounts> of(String service) {
        return Optional.ofNullable(recent().counts().get(service));
    }

    /// Two threads may both take them, which does no harm.
    private Taken recent() {
        long now = Platform.current().parker().now();
        return last.filter(taken -> now - taken.takenAt() < MAX_AGE_NANOS).orElseGet(() -> {
            var taken = new Taken(
                    now,
                    metrics.counts().stream().collect(Collectors.toMap(ServiceCounts::service, Function.identity())));
            last = Optional.of(taken);
            return taken;
        });
    }
}
