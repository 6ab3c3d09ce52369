/// TCP, UDP and Unix sockets with plain blocking calls: [TcpListener], [TcpStream], [UdpSocket],
/// [UnixListener], [UnixStream], [UnixDatagram]; [MemoryStream], for tests without a port; and [Readiness], for
/// those who wait for several at once.
///
/// ```
///   ByteSource, ByteSink ◀── ByteStream            bytes one way, and both
///   ReadHalf, WriteHalf                            a stream that was parted
///
///   NetSocket ─┬─ SocketListener ── TcpListener, UnixListener      (Incoming: the accept loop)
///              └─ DataSocket ─┬─ SocketStream ── TcpStream, UnixStream, MemoryStream
///                             └─ DatagramSocket ── UdpSocket (IpSocket, MulticastSocket), UnixDatagram
///                                                  DatagramBatch, UnixDatagramBatch: many with one call
///                                                  Received ── DatagramField, Ecn: what comes with one
///   Pollable                                       the sealed list of those that are public
///     └─ PollableChannel                           a channel between tasks, beside the sockets
///   TcpOptions ◀─┬─ TcpListenerOptions             a socket before it exists
///                └─ TcpStreamOptions
///   UdpSocketOptions, UnixListenerOptions
///   InheritedSocket                                a socket that another process opened
///   Readiness, ReadinessSet, Ready                 one thread that waits for many
///   Resolver ── BoundResolver                      name look-up, by the system or by a program's own resolver
/// ```
///
/// What is behind them is not exported: `handle` (what all sockets do alike), `connect`, `ready` (many sockets,
/// one thread), `path` (files of Unix sockets), `option` (values of options). A new option of a socket is a
/// method of its type here and, where `StandardSocketOptions` has none, a constant of
/// [dev.minato.platform.PlatformOptions]; a platform that does not know it says UNSUPPORTED.
///
/// Every call that waits can be bounded by a timeout or by a deadline, can be interrupted without harm to the
/// socket, and fails with a [dev.minato.error.NetException] that names its kind, its operation and its
/// address. All types may be used by several threads at once, virtual and platform ones.
package dev.minato.net;
