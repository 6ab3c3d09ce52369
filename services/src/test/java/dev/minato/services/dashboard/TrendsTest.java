package dev.minato.services.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.metrics.Histogram;
import dev.minato.metrics.HistogramSnapshot;
import dev.minato.server.ServiceCounts;
import dev.minato.services.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Rates are those of the last interval, quantiles those of the last ten seconds, and sparklines those of two
/// minutes.
class TrendsTest {
    private static final long SECOND = 1_000_000_000;

    private final Histogram histogram = new Histogram();

    private static ServiceCounts counts(String service, long opened, long in, long out, HistogramSnapshot requests) {
        return new ServiceCounts(service, 1, opened, Map.of(), Map.of(), in, out, requests, 0, 0, 0, 0, Duration.ZERO);
    }

    private static ServiceCounts opened(String service, long opened) {
        return counts(service, opened, 0, 0, HistogramSnapshot.EMPTY);
    }

    private static Map<String, Object> written(Trends trends) {
        Json json = new Json().beginObject();
        trends.writeSeries(json);
        trends.writeServices(json);
        return Page.parse(json.endObject().toString());
    }

    @Test
    void ratesAreOfTheLastInterval() {
        var trends = new Trends(List.of(counts("a", 100, 1000, 5000, HistogramSnapshot.EMPTY)), 0);
        trends.add(List.of(counts("a", 110, 3000, 5000, HistogramSnapshot.EMPTY)), 2 * SECOND);
        assertThat(trends.total().openedPerSecond()).isEqualTo(5);
        assertThat(trends.total().inPerSecond()).isEqualTo(1000);
        assertThat(trends.total().outPerSecond()).isZero();
        trends.add(List.of(counts("a", 110, 3000, 5500, HistogramSnapshot.EMPTY)), 3 * SECOND);
        assertThat(trends.total().openedPerSecond()).isZero();
        assertThat(trends.total().outPerSecond()).isEqualTo(500);
    }

    @Test
    void serviceThatComesLaterBeginsWithNothing() {
        var trends = new Trends(List.of(opened("a", 5)), 0);
        trends.add(List.of(opened("a", 5), opened("b", 7)), SECOND);
        assertThat(trends.total().openedPerSecond()).isEqualTo(7);
        assertThat(Page.list(written(trends), "services"))
                .extracting(each -> each.get("service"), each -> each.get("openedPerSecond"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 0L), org.assertj.core.groups.Tuple.tuple("b", 7L));
    }

    @Test
    void slowRequestIsForgottenAfterTenSeconds() {
        var trends = new Trends(List.of(counts("a", 0, 0, 0, histogram.snapshot())), 0);
        histogram.record(SECOND);
        for (int second = 1; second <= ServiceTrend.LATENCY_SECONDS; second++) {
            trends.add(List.of(counts("a", 0, 0, 0, histogram.snapshot())), second * SECOND);
            assertThat(trends.total().latency().count()).as("second %d", second).isEqualTo(1);
            assertThat(trends.total().latency().quantile(0.99)).isGreaterThanOrEqualTo(SECOND);
        }
        trends.add(List.of(counts("a", 0, 0, 0, histogram.snapshot())), 11 * SECOND);
        assertThat(trends.total().latency().count()).isZero();
    }

    @Test
    void sparklineHasTwoMinutes() {
        var trends = new Trends(List.of(opened("a", 0)), 0);
        for (int second = 1; second <= 200; second++) {
            trends.add(
                    List.of(counts("a", 0, second * (second + 1L) / 2, 0, HistogramSnapshot.EMPTY)), second * SECOND);
        }
        assertThat(Page.object(written(trends), "series").get("in"))
                .isEqualTo(LongStream.rangeClosed(81, 200).boxed().toList());
    }
}
