package dev.minato.misuse;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.metrics.Histogram;
import dev.minato.metrics.HistogramSnapshot;
import dev.minato.server.ConnectionActivity;
import dev.minato.server.HandshakeEnd;
import dev.minato.server.ServerMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Samples of the types that tell what a server does.
final class MetricsSamples {
    static final Map<Class<?>, Object> ALL = Map.of(
            Histogram.class,
            new Histogram(),
            HistogramSnapshot.class,
            HistogramSnapshot.EMPTY,
            ServerMetrics.class,
            new ServerMetrics(),
            ConnectionActivity.Kind.class,
            ConnectionActivity.Kind.OPEN,
            ConnectionActivity.class,
            new ConnectionActivity(ConnectionActivity.Kind.OPEN, Duration.ZERO),
            HandshakeEnd.class,
            new HandshakeEnd(Optional.empty(), Duration.ZERO),
            NetException.class,
            NetException.of(ErrorKind.OTHER, "accept"));

    private MetricsSamples() {}
}
