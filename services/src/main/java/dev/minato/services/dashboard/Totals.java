package dev.minato.services.dashboard;

import dev.minato.metrics.HistogramSnapshot;
import dev.minato.server.ServiceCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// The sum of what was counted of several services.
final class Totals {
    private Totals() {}

    static ServiceCounts of(List<ServiceCounts> services) {
        HistogramSnapshot requests = HistogramSnapshot.EMPTY;
        int open = 0;
        for (ServiceCounts each : services) {
            requests = requests.plus(each.requests());
            open += each.open();
        }
        return new ServiceCounts(
                "all services",
                open,
                sum(services, ServiceCounts::opened),
                sums(services, ServiceCounts::closed),
                sums(services, ServiceCounts::refused),
                sum(services, ServiceCounts::bytesIn),
                sum(services, ServiceCounts::bytesOut),
                requests,
                sum(services, ServiceCounts::handshakes),
                sum(services, ServiceCounts::failedHandshakes),
                sum(services, ServiceCounts::acceptDelays),
                services.stream().mapToInt(ServiceCounts::blocked).sum(),
                services.stream()
                        .map(ServiceCounts::longestBlock)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO));
    }

    private static long sum(List<ServiceCounts> services, ToLongFunction<ServiceCounts> number) {
        return services.stream().mapToLong(number).sum();
    }

    private static <E> Map<E, Long> sums(List<ServiceCounts> services, Function<ServiceCounts, Map<E, Long>> numbers) {
        var sums = new HashMap<E, Long>();
        for (ServiceCounts each : services) {
            numbers.apply(each).forEach((reason, count) -> sums.merge(reason, count, Long::sum));
        }
        return sums;
    }
}
