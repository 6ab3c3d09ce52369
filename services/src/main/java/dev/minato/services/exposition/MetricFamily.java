package dev.minato.services.exposition;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A metric with all its samples, which differ in their labels.
///
/// ```java
/// MetricFamily.counter("minato_requests_total", "Requests that were answered.", 42);
/// new MetricFamily(
///         "minato_connections",
///         "Open connections.",
///         MetricType.GAUGE,
///         List.of(new Sample.Count(List.of(new Label("service", "echo")), 7)));
/// ```
///
/// @param name letters, digits, underscores and colons, of which a digit is not the first
/// @param help one sentence
/// @param type what its samples are: [Sample.Distribution] of a histogram, the others of a counter or a gauge
/// @param samples no two with the same labels; walked once each time that it is written, so they may be made then
public record MetricFamily(String name, String help, MetricType type, Iterable<? extends Sample> samples) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /// Checks the name.
    ///
    /// @throws IllegalArgumentException if the name is no metric's name
    public MetricFamily {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(help, "help");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(samples, "samples");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must be that of a metric, not '" + name + "'");
        }
    }

    /// Returns a counter without labels.
    public static MetricFamily counter(String name, String help, long value) {
        return new MetricFamily(name, help, MetricType.COUNTER, List.of(new Sample.Count(List.of(), value)));
    }

    /// Returns a gauge without labels.
    public static MetricFamily gauge(String name, String help, double value) {
        return new MetricFamily(name, help, MetricType.GAUGE, List.of(new Sample.Value(List.of(), value)));
    }

    /// Returns the names of its lines, which no other family may have: of a histogram there are four.
    public List<String> exposedNames() {
        return exposedNames(name, type);
    }

    /// Returns the names of the lines of a family with that name and type; as [#exposedNames()].
    public static List<String> exposedNames(String name, MetricType type) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        return type == MetricType.HISTOGRAM
                ? Stream.of("", "_bucket", "_sum", "_count").map(name::concat).toList()
                : List.of(name);
    }
}
