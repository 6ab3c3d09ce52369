/// From a target to a connected stream: look-up, attempts, the race of several addresses. Not exported.
///
/// ```
///   TcpConnector    connects to the first address that works, one by one or by a Race
///     ├─▶ Race            attempts side by side on one thread (RFC 8305)
///     ├─▶ ConnectSettings what the caller's options say of a connect
///     └─▶ ConnectFailures what the attempts failed with
///   Target          a host, a port, an address as the caller wrote it, and its look-up
///   UnixConnector   connects to a Unix address, with a back-off while the backlog is full
///   UnixTarget      a Unix path as the caller gave it
/// ```
package dev.minato.net.connect;
