/// The dashboard: a page in the browser that shows a server live.
///
/// ```
///  ServerObserver: ServerMetrics ──▶ Trends ──┐
///                  ConnectionHistory ─────────┼─▶ Sampler ──▶ Frame ──▶ EventStream ──▶ dashboard.js
///                  open connections ──────────┘      once a second, while somebody looks
///
///  Dashboard ──▶ TcpServer ──▶ HttpEndpoint ──▶ DashboardPages ──▶ Asset, EventStream, Story, Search
/// ```
package dev.minato.services.dashboard;
