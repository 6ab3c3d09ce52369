package dev.minato.services.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Families become the lines that Prometheus reads, whatever stands in their texts.
class PrometheusTextTest {
    private static MetricFamily gauge(String name, double value, Label... labels) {
        return new MetricFamily(name, "Help.", MetricType.GAUGE, List.of(new Sample.Value(List.of(labels), value)));
    }

    private static String valueOf(double value) {
        return PrometheusText.of(List.of(gauge("x", value)))
                .lines()
                .skip(2)
                .findFirst()
                .orElseThrow()
                .substring(2);
    }

    @Test
    void aFamilyHasHelpTypeAndSamples() {
        var connections = new MetricFamily(
                "minato_connections",
                "Open connections.",
                MetricType.GAUGE,
                List.of(
                        new Sample.Count(List.of(new Label("service", "echo"), new Label("tls", "no")), 7),
                        new Sample.Count(List.of(), Long.MAX_VALUE)));
        assertThat(PrometheusText.of(List.of(MetricFamily.counter("a_total", "A.", 3), connections)))
                .isEqualTo("""
                        # HELP a_total A.
                        # TYPE a_total counter
                        a_total 3
                        # HELP minato_connections Open connections.
                        # TYPE minato_connections gauge
                        minato_connections{service="echo",tls="no"} 7
                        minato_connections 9223372036854775807
                        """);
    }

    @Test
    void aHistogramHasCumulativeBucketsUpToInfinity() {
        var distribution = new Sample.Distribution(
                List.of(new Label("a", "b")), List.of(new Bucket(0.0001, 1), new Bucket(20, 3)), 4, 121.5);
        assertThat(PrometheusText.of(
                        List.of(new MetricFamily("t_seconds", "T.", MetricType.HISTOGRAM, List.of(distribution)))))
                .isEqualTo("""
                        # HELP t_seconds T.
                        # TYPE t_seconds histogram
                        t_seconds_bucket{a="b",le="0.0001"} 1
                        t_seconds_bucket{a="b",le="20"} 3
                        t_seconds_bucket{a="b",le="+Inf"} 4
                        t_seconds_sum{a="b"} 121.5
                        t_seconds_count{a="b"} 4
                        """);
    }

    @Test
    void textsAreEscaped() {
        var family = new MetricFamily(
                "x",
                "a \"b\" \\ c\nd",
                MetricType.GAUGE,
                List.of(new Sample.Count(List.of(new Label("l", "a \"b\" \\ c\nd\u00fc")), 1)));
        assertThat(PrometheusText.of(List.of(family)))
                .isEqualTo("# HELP x a \"b\" \\\\ c\\nd\n# TYPE x gauge\nx{l=\"a \\\"b\\\" \\\\ c\\nd\u00fc\"} 1\n");
    }

    @Test
    void numbersAreThoseOfGo() {
        assertThat(valueOf(0)).isEqualTo("0");
        assertThat(valueOf(-0.5)).isEqualTo("-0.5");
        assertThat(valueOf(1_000_000)).isEqualTo("1000000");
        assertThat(valueOf(1e21)).isEqualTo("1.0E21");
        assertThat(valueOf(Double.MIN_VALUE)).isEqualTo("4.9E-324");
        assertThat(valueOf(Double.NaN)).isEqualTo("NaN");
        assertThat(valueOf(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(valueOf(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    }

    /// Prometheus keeps the first of two samples and does not say so; `promtool` refuses the text.
    @Test
    void ofTwoThatShareANameTheFirstIsWritten() {
        var histogram = new MetricFamily("x", "Help.", MetricType.HISTOGRAM, List.of());
        assertThat(PrometheusText.of(List.of(gauge("x_count", 1), histogram, gauge("x_count", 2), gauge("x", 3))))
                .isEqualTo("""
                        # HELP x_count Help.
                        # TYPE x_count gauge
                        x_count 1
                        # not exposed, as another metric has its name: x
                        # not exposed, as another metric has its name: x_count
                        # HELP x Help.
                        # TYPE x gauge
                        x 3
                        """);
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MetricFamily.counter("1a", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> MetricFamily.counter("a-b", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Label("__name__", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Label("a:b", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bucket(Double.POSITIVE_INFINITY, 0));
        var mixed = new MetricFamily("x", "", MetricType.HISTOGRAM, List.of(new Sample.Count(List.of(), 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> PrometheusText.of(List.of(mixed)));
    }
}
