/// Handles on sockets: what streams, listeners and datagram sockets do alike. Not exported.
///
/// ```
///   SocketHandle   one handle: open check, options, waits, budget, errors with their address, clone, close
///     └─▶ SharedSocket   what clones share: the platform's socket, timeouts, mode, the count of handles
///           └─▶ Timeout  the timeout of one direction, and the deadline of a call
/// ```
package dev.minato.net.handle;
