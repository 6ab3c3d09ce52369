/// TCP, UDP and Unix sockets with plain blocking calls: [TcpListener], [TcpStream], [UdpSocket],
/// [UnixListener], [UnixStream]; and [Readiness], for those who wait for several at once.
///
/// Every call that waits can be bounded by a timeout or by a deadline, can be interrupted without harm to the
/// socket, and fails with a [dev.minato.error.NetException] that names its kind, its operation and its address.
/// All types may be used by several threads at once, virtual and platform ones.
package dev.minato.net;
