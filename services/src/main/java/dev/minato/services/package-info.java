/// Ready services, and [Server], which serves any of them. What a caller sees; the rooms below are not
/// exported.
///
/// ```
///  Server ──▶ Binder ──▶ Services ──▶ stream, datagram, line, kv, http
///    │          │                                 │
///    │          ▼                                 ▼
///    └──────────┴──────────────────────────▶   server
///
///  Binding, Limits, ConnectionLog go in; BoundService and ConnectionEnd come out
/// ```
///
/// No room names this package or another room, except that all services name `server`.
package dev.minato.services;
