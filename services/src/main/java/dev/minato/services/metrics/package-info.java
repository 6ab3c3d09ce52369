/// The metrics of servers for Prometheus: what was counted as families, and the page that is scraped.
///
/// ```
///  MetricsEndpoint ──▶ http ◀── GET /metrics
///        │
///        ▼
///  ServerFamilies ──▶ ServerMetrics and UdpServer of the library
/// ```
@org.jspecify.annotations.NullMarked
package dev.minato.services.metrics;
