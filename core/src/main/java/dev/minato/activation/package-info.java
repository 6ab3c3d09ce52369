/// What a service manager does for a service: it hands in sockets that it opened (socket activation), and is told
/// how the service is (`sd_notify`). Of systemd, and of others that speak its protocol.
///
/// ```
///  LISTEN_FDS ──▶ ListenVariables ──▶ InheritedSockets ──▶ InheritedSocket (dev.minato.net)
///
///  NOTIFY_SOCKET ◀── NotifySocket ◀── ServiceManager ◀── Watchdog ◀── Heartbeat ◀── event loops
/// ```
package dev.minato.activation;
