/// Minato's servers in Micrometer.
///
/// ```
///  TcpServer ──observer──▶ MinatoMetrics ──bindTo──▶ MeterRegistry ◀──guards── NameGuard
///                               │
///                               ▼
///                         ServiceMeters ──▶ RecentCounts ──▶ ServerMetrics of the library
///  UdpServer ◀── MinatoUdpMetrics ──bindTo──▶ MeterRegistry
/// ```
package dev.minato.micrometer;
