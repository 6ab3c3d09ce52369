/// The service `metrics-in`: StatsD and Graphite lines and syslog messages come in, Prometheus text goes
/// out.
///
/// ```
///   a datagram ──▶ DatagramReader ─┐                                    ┌▶ SyslogCounts
///                                  ├▶ Message ──▶ MetricsIn ────────────┤
///   a stream ────▶ MessageDecoder ─┘                 │                  └▶ MetricLine ──▶ SeriesStore
///                                          a scrape  ▼                                     │ known: SeriesTable
///                                    PrometheusText ◀── families                           │ new: SeriesName, Families
///                                                                                          ▼
///                                                           Series: Sum, LastValue, ValueHistogram, UniqueValues
/// ```
///
/// A line of a known series is parsed where it stands and found by its bytes: nothing is allocated for it.
@org.jspecify.annotations.NullMarked
package dev.minato.services.ingest;
