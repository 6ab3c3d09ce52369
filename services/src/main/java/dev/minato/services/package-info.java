/// Ready services, and [Server], which serves any of them. What a caller sees; the rooms below are not
/// exported.
///
/// ```
///  Server ──▶ Binder ──▶ Services ──▶ stream, datagram, line, kv, chat, hello
///    │          │                                  │    │    │      │
///    ▼          ▼                                  └────┼────┘      ▼
///  TcpServer and UdpServer of the library             lines        http
///
///  Binding, Limits and a ServerObserver go in; BoundService and DrainReport come out
/// ```
///
/// No room of a service names this package or the room of another service; what several share is in rooms of its own
/// (`lines`, `http`, `exposition`).
package dev.minato.services;
