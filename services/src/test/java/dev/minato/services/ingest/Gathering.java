package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.minato.services.exposition.PrometheusText;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A `metrics-in` that is given datagrams by hand, at a time that the test says.
final class Gathering {
    private Instant now = Instant.ofEpochSecond(1_700_000_000);
    private final InstantSource clock = () -> now;
    final MetricsIn metricsIn;

    Gathering(int maxSeries, Duration expiry) {
        metricsIn = new MetricsIn(maxSeries, expiry, clock);
    }

    Gathering() {
        this(100, Duration.ofHours(1));
    }

    Gathering take(String datagram) {
        return take(datagram.getBytes(UTF_8));
    }

    Gathering take(byte[] datagram) {
        metricsIn.take(ByteBuffer.wrap(datagram));
        return this;
    }

    Gathering pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    /// All that Prometheus reads.
    String text() {
        return PrometheusText.of(metricsIn.families());
    }

    /// The samples of what was gathered, but for empty buckets and those that repeat the one below.
    String samples() {
        return samples(text());
    }

    static String samples(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("minato_") && !line.contains("_bucket{"))
                .collect(joining("\n"));
    }

    /// How many lines had that result.
    long count(LineResult result) {
        String start = "minato_metrics_in_lines_total{result=\"" + result.label() + "\"} ";
        return text().lines()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length())))
                .sum();
    }

    /// The results that were counted, with how often.
    String results() {
        return List.of(LineResult.values()).stream()
                .filter(result -> count(result) > 0)
                .map(result -> result + " " + count(result))
                .collect(joining(", "));
    }
}
