package dev.minato.services.dashboard;

import dev.minato.server.ServiceCounts;
import dev.minato.services.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the numbers of all services go, second by second. For one task.
///
/// Its memory is bounded by the number of services: some 40 KB each, and 5 KB for the sparklines.
final class Trends {
    private static final double NANOS = 1e9;

    private final Map<String, ServiceTrend> services = new HashMap<>();
    private final ServiceTrend total;
    private final Series open = new Series();
    private final Series requests = new Series();
    private final Series latency = new Series();
    private final Series in = new Series();
    private final Series out = new Series();
    private List<ServiceCounts> counts;
    private long at;

    /// @param now the time in nanoseconds
    Trends(List<ServiceCounts> first, long now) {
        counts = first;
        at = now;
        total = new ServiceTrend(Totals.of(first));
        first.forEach(each -> services.put(each.service(), new ServiceTrend(each)));
    }

    /// Goes on to what was counted at another time, which is later.
    void add(List<ServiceCounts> next, long now) {
        double seconds = (now - at) / NANOS;
        counts = next;
        at = now;
        next.forEach(each -> trend(each.service()).add(each, seconds));
        total.add(Totals.of(next), seconds);
        open.add(total.counts().open());
        requests.add(total.requestsPerSecond());
        latency.add(total.latency().quantile(0.99));
        in.add(total.inPerSecond());
        out.add(total.outPerSecond());
    }

    private ServiceTrend trend(String service) {
        return services.computeIfAbsent(service, ServiceTrend::ofNew);
    }

    /// When the last counts were added.
    long at() {
        return at;
    }

    /// The sum of all services.
    ServiceTrend total() {
        return total;
    }

    void writeServices(Json json) {
        json.beginArray("services");
        for (ServiceCounts each : counts) {
            json.beginObject().field("service", each.service());
            trend(each.service()).write(json);
            json.endObject();
        }
        json.endArray();
    }

    void writeSeries(Json json) {
        json.beginObject("series");
        open.write(json, "open");
        requests.write(json, "requests");
        latency.write(json, "p99Nanos");
        in.write(json, "in");
        out.write(json, "out");
        json.endObject();
    }
}
