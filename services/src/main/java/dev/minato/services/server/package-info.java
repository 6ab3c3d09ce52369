/// The machinery that runs services, whichever they are; names no service and no setting of one.
///
/// ```
///  AcceptLoop ──▶ Connections ──▶ a task: TcpService ──▶ RequestLoop ──▶ LingeringClose
///      │              └─▶ ConnectionObserver                  └─▶ ReplyEncoder
///      ▼
///  TransientFailures
///      ▲
///      │          ReflectionGuard
///      │              ▼
///  ReceiveLoop ──▶ UdpService ──▶ ResponseRateLimiter ──▶ send
/// ```
///
/// Both loops are a `ServiceLoop`; `Closer` logs what a close cannot throw.
package dev.minato.services.server;
