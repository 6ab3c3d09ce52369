package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.metrics.Histogram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// An observer that counts: connections, requests and how long they take, bytes, refusals and closes by reason, TLS
/// handshakes, delays of accepting; each by service.
///
/// {@snippet file="dev/minato/examples/server/WatchedService.java" region="metrics"}
///
/// One may observe several servers: services of one name count together. What is counted costs a request one
/// reading of the clock and two atomic additions; nothing is allocated. Whoever shows the numbers asks for them
/// ([#counts]): a page, a log, or the meters of another library.
///
/// Its memory is that of the services it has seen, 45 KB each at most, and a reference to each open connection. All
/// methods may be called by any thread.
public final class ServerMetrics implements ServerObserver {
    private final Map<String, ServiceCounters> services = new ConcurrentSkipListMap<>();

    /// Metrics that have counted nothing.
    public ServerMetrics() {}

    /// Has the service appear with zeros, before anything happens to it.
    public void add(String service) {
        ServiceCounters _ = of(service);
    }

    /// Returns what was counted so far of each service that was seen, by their names.
    public List<ServiceCounts> counts() {
        return services.entrySet().stream()
                .map(each -> each.getValue().counts(each.getKey()))
                .toList();
    }

    private ServiceCounters of(String service) {
        ServiceCounters known = services.get(Objects.requireNonNull(service, "service"));
        return known != null ? known : services.computeIfAbsent(service, _ -> new ServiceCounters());
    }

    @Override
    public void opened(Connection connection) {
        of(Objects.requireNonNull(connection, "connection").service()).opened(connection);
    }

    @Override
    public void closed(Connection connection, ConnectionEnd end) {
        Objects.requireNonNull(connection, "connection");
        of(connection.service()).closed(connection, Objects.requireNonNull(end, "end"));
    }

    @Override
    public void refused(Refusal refusal) {
        of(Objects.requireNonNull(refusal, "refusal").service()).refused(refusal.reason());
    }

    @Override
    public void handshakeEnded(Connection connection, HandshakeEnd end) {
        Objects.requireNonNull(connection, "connection");
        of(connection.service()).handshake(Objects.requireNonNull(end, "end"));
    }

    @Override
    public void acceptDelayed(String service, NetException failure, Duration delay) {
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(delay, "delay");
        of(service).acceptDelayed();
    }

    @Override
    public Optional<RequestObserver> requests(String service) {
        Histogram histogram = of(service).requests();
        return Optional.of((_, nanos) -> histogram.record(nanos));
    }
}
