/// Metrics as they are shown to a monitoring system: the model, and the text that Prometheus scrapes.
///
/// ```
///   MetricFamily ──▶ Sample: Count, Value or Distribution ──▶ Label, Bucket
///        │
///        ▼
///   PrometheusText
/// ```
///
/// Knows no service, no socket and no clock: whoever counts makes families, and whoever answers a scrape writes them.
@org.jspecify.annotations.NullMarked
package dev.minato.services.exposition;
