package dev.minato.services.ingest;

import dev.minato.services.exposition.MetricType;

/// What a line does to its series.
enum MetricKind {
    /// StatsD `c`: adds.
    COUNTER("counter", MetricType.COUNTER),
    /// StatsD `g`: sets; with a sign in front it adds.
    GAUGE("gauge", MetricType.GAUGE),
    /// StatsD `ms`: observes a time.
    MILLISECONDS("timer", MetricType.HISTOGRAM),
    /// DogStatsD `h` and `d`: observes a value.
    DISTRIBUTION("histogram", MetricType.HISTOGRAM),
    /// StatsD `s`: counts values that differ.
    SET("set", MetricType.GAUGE),
    /// A Graphite line: sets.
    GRAPHITE("Graphite value", MetricType.GAUGE);

    private final String text;
    private final MetricType type;

    MetricKind(String text, MetricType type) {
        this.text = text;
        this.type = type;
    }

    /// As what it is exposed.
    MetricType type() {
        return type;
    }

    /// Returns whether lines of both kinds may name one metric.
    boolean isSameMetric(MetricKind other) {
        return type == other.type && (this == SET) == (other == SET);
    }

    @Override
    public String toString() {
        return text;
    }
}
