package dev.minato.services.dashboard;

import dev.minato.metrics.HistogramSnapshot;
import dev.minato.server.ServiceCounts;
import dev.minato.services.json.Json;
import java.util.Arrays;

/// The rates of one service over the last second, and how long its requests took over the last ten. For one
/// task.
final class ServiceTrend {
    /// Seconds over which quantiles are taken: one has too few requests for a p99.
    static final int LATENCY_SECONDS = 10;

    /// The snapshots of the last seconds; the oldest is overwritten next.
    private final HistogramSnapshot[] snapshots = new HistogramSnapshot[LATENCY_SECONDS];

    private int oldest;
    private ServiceCounts counts;
    private long openedPerSecond;
    private long requestsPerSecond;
    private long inPerSecond;
    private long outPerSecond;
    private HistogramSnapshot latency = HistogramSnapshot.EMPTY;

    /// @param first what was counted when the trend begins
    ServiceTrend(ServiceCounts first) {
        counts = first;
        Arrays.fill(snapshots, first.requests());
    }

    /// The trend of a service of which nothing was counted yet.
    static ServiceTrend ofNew(String service) {
        return new ServiceTrend(ServiceCounts.none(service));
    }

    /// Goes on to what was counted `seconds` later.
    void add(ServiceCounts next, double seconds) {
        openedPerSecond = perSecond(next.opened() - counts.opened(), seconds);
        requestsPerSecond =
                perSecond(next.requests().count() - counts.requests().count(), seconds);
        inPerSecond = perSecond(next.bytesIn() - counts.bytesIn(), seconds);
        outPerSecond = perSecond(next.bytesOut() - counts.bytesOut(), seconds);
        latency = next.requests().since(snapshots[oldest]);
        snapshots[oldest] = next.requests();
        oldest = (oldest + 1) % LATENCY_SECONDS;
        counts = next;
    }

    private static long perSecond(long count, double seconds) {
        return Math.round(count / seconds);
    }

    ServiceCounts counts() {
        return counts;
    }

    long openedPerSecond() {
        return openedPerSecond;
    }

    long requestsPerSecond() {
        return requestsPerSecond;
    }

    long inPerSecond() {
        return inPerSecond;
    }

    long outPerSecond() {
        return outPerSecond;
    }

    /// How long the requests of the last seconds took.
    HistogramSnapshot latency() {
        return latency;
    }

    /// Writes the rates and quantiles as fields of an object.
    void write(Json json) {
        json.field("open", counts.open())
                .field("opened", counts.opened())
                .field("requests", counts.requests().count())
                .field("openedPerSecond", openedPerSecond)
                .field("requestsPerSecond", requestsPerSecond)
                .field("inPerSecond", inPerSecond)
                .field("outPerSecond", outPerSecond)
                .field("recentRequests", latency.count())
                .field("p50Nanos", latency.quantile(0.5))
                .field("p99Nanos", latency.quantile(0.99))
                .field("handshakes", counts.handshakes())
                .field("failedHandshakes", counts.failedHandshakes())
                .field("acceptDelays", counts.acceptDelays())
                .field("closed", counts.allClosed())
                .field("refused", counts.allRefused());
    }
}
