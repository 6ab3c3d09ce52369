package dev.minato.services.exposition;

/// The type of a metric, as Prometheus knows it.
public enum MetricType {
    /// A number that only grows until its process starts again.
    COUNTER("counter"),
    /// A number that goes up and down.
    GAUGE("gauge"),
    /// Observations, counted by size.
    HISTOGRAM("histogram");

    private final String text;

    MetricType(String text) {
        this.text = text;
    }

    /// Returns `counter`, `gauge` or `histogram`.
    @Override
    public String toString() {
        return text;
    }
}
