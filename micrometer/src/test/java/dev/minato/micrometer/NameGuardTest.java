package dev.minato.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.server.ServerMetrics;
import dev.minato.server.UdpServer;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// No set of names, whoever's meters they are, takes a scrape down that is guarded.
@Timeout(60)
class NameGuardTest {
    private static final String OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final Duration SHORT = Duration.ofMillis(1);

    /// Each takes the scrape of a registry down that is not guarded.
    private static final Map<String, Consumer<MeterRegistry>> FATAL = fatal();

    /// Each is known to lose or to change a meter, and no more.
    private static final List<Consumer<MeterRegistry>> HARMLESS = List.of(
            registry -> gauge(registry, "h1.info"),
            registry -> gauge(registry, "h1"),
            registry -> gauge(registry, "h2.total"),
            registry -> gauge(registry, "h2.created"),
            registry -> gauge(registry, "h2.bucket"),
            registry -> gauge(registry, "h7"),
            registry -> registry.counter("h7.total").increment(),
            registry -> registry.counter("h3", "a", "1").increment(),
            registry -> registry.counter("h3", "b", "1").increment(),
            registry -> registry.timer("h4", "le", "1", "quantile", "2").record(SHORT),
            registry -> gauge(registry, "h4.seconds.sum"),
            registry -> registry.counter("h4.seconds.count").increment(),
            registry -> registry.counter("h4.seconds").increment(),
            registry -> registry.counter("h5", "__name__", "1").increment(),
            registry -> gauge(registry, "1h6-a"),
            registry -> gauge(registry, "1h6.a"));

    static final List<String> FATAL_NAMES = List.copyOf(FATAL.keySet());

    private static Map<String, Consumer<MeterRegistry>> fatal() {
        var all = new LinkedHashMap<String, Consumer<MeterRegistry>>();
        all.put("summary, then its maximum", registry -> {
            registry.summary("f1").record(1);
            gauge(registry, "f1.max");
        });
        all.put("maximum, then its summary", registry -> {
            gauge(registry, "f2.max");
            registry.summary("f2").record(1);
        });
        all.put("timer, then its maximum", registry -> {
            registry.timer("f3").record(SHORT);
            gauge(registry, "f3.seconds.max");
        });
        all.put("long task timer, then its maximum", registry -> {
            LongTaskTimer.Sample _ =
                    LongTaskTimer.builder("f4").register(registry).start();
            gauge(registry, "f4.seconds.max");
        });
        all.put(
                "two tags that are one",
                registry -> registry.counter("f5", "peer.addr", "1", "peer_addr", "2")
                        .increment());
        all.put(
                "tag le of a histogram",
                registry -> DistributionSummary.builder("f6")
                        .tag("le", "1")
                        .publishPercentileHistogram()
                        .register(registry)
                        .record(1));
        all.put(
                "tag quantile of percentiles",
                registry -> Timer.builder("f7")
                        .tag("quantile", "1")
                        .publishPercentiles(0.5)
                        .register(registry)
                        .record(SHORT));
        all.put("our requests, and their maximum", registry -> {
            var _ = registry.gauge("minato.requests.seconds.max", Tags.of("service", "lines"), 7);
            bindOurs(registry);
        });
        return all;
    }

    private static void gauge(MeterRegistry registry, String name) {
        var _ = registry.gauge(name, 7);
    }

    private static void bindOurs(MeterRegistry registry) {
        var counting = new ServerMetrics();
        counting.add("lines");
        new MinatoMetrics(counting, List.of()).bindTo(registry);
    }

    // @start region="guard"
    static PrometheusMeterRegistry guarded() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        NameGuard.guard(registry);
        return registry;
    }
    // @end

    @Test
    void versionIsTheOneThatIsToBeTested() {
        assertThat(MeterRegistry.class.getPackage().getImplementationVersion())
                .isIn(null, System.getProperty("minato.micrometer"));
        assertThat(Objects.requireNonNull(MeterRegistry.class.getResource("MeterRegistry.class"))
                        .toString())
                .contains(System.getProperty("minato.micrometer", ""));
    }

    /// What would show that the guard is not needed any more.
    @ParameterizedTest
    @FieldSource("FATAL_NAMES")
    void withoutItAScrapeFails(String name) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Objects.requireNonNull(FATAL.get(name)).accept(registry);

        assertThatThrownBy(registry::scrape).isInstanceOf(RuntimeException.class);
    }

    @Test
    void noSetOfNamesTakesAScrapeDown() throws Exception {
        var registry = guarded();
        registry.counter("canary").increment();
        try (var server = UdpServer.builder()
                .listen("mirror", "127.0.0.1:0", request -> request.reply(request.data()))
                .start()) {
            FATAL.values().forEach(each -> each.accept(registry));
            HARMLESS.forEach(each -> each.accept(registry));
            new MinatoUdpMetrics(server).bindTo(registry);

            for (String text : List.of(registry.scrape(), registry.scrape(OPENMETRICS))) {
                assertThat(text)
                        .contains("canary_total 1.0")
                        .contains("minato_connections_closed_total{reason=\"idle_timeout\",service=\"lines\"} 0.0")
                        .contains("minato_received_bytes_total{service=\"lines\"} 0.0")
                        .contains("minato_datagrams_lost_total{service=\"mirror\"} 0.0")
                        .contains("f5_total{peer_addr=\"1\",peer_addr_2=\"2\"} 1.0")
                        .contains("exported_le=\"1\"")
                        .contains("exported_quantile=\"1\"");
            }
        }
    }

    /// In either order; the other one is left out.
    @Test
    void theFirstOfTwoThatClashIsKept() {
        var registry = guarded();
        Objects.requireNonNull(FATAL.get("summary, then its maximum")).accept(registry);
        Objects.requireNonNull(FATAL.get("maximum, then its summary")).accept(registry);

        assertThat(registry.scrape())
                .contains("f1_count 1\n")
                .contains("f1_max 1.0\n")
                .contains("f2_max 7.0\n")
                .doesNotContain("f2_count");
    }

    @Test
    void metersWithTagsOfTheirOwnAreNoClash() {
        var registry = guarded();
        registry.timer("t", "a", "1").record(SHORT);
        registry.timer("t", "a", "2").record(SHORT);
        registry.timer("t", "a", "1").record(SHORT);

        assertThat(registry.scrape()).contains("t_seconds_count{a=\"1\"} 2\n").contains("t_seconds_count{a=\"2\"} 1\n");
    }

    @Test
    void aRegistryOfAnotherKindIsGuardedToo() {
        var registry = new CompositeMeterRegistry();
        NameGuard.guard(registry);
        var prometheus = guarded();
        registry.add(prometheus);
        FATAL.values().forEach(each -> each.accept(registry));

        assertThat(prometheus.scrape()).contains("f1_count 1\n");
    }
}
