/// Ready services, and [Server], which serves any of them. What a caller sees; the rooms below are not
/// exported.
///
/// ```
///  Server ──▶ Binder ──▶ Services ──▶ stream, datagram, line, kv, http
///    │          │                                  │       │
///    ▼          ▼                                  └───┬───┘
///  TcpServer and UdpServer of the library            lines
///
///  Binding, Limits and a ServerObserver go in; BoundService and DrainReport come out
/// ```
///
/// No room names this package or another room, except that the services of lines name `lines`.
package dev.minato.services;
