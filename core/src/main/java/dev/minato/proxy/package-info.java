/// The PROXY protocol of HAProxy: what a load balancer says of the client whose connection it passes on.
///
/// ```
///   ProxyCodec ─┬─▶ TextHeader   ─┬─▶ ProxyHeader ──▶ ProxyTlv, ProxySsl
///               └─▶ BinaryHeader ─┘
/// ```
///
/// Pure: no socket, no clock. Where a server reads a header, and from whom, is
/// [dev.minato.server.TcpServerBuilder#proxyProtocol].
package dev.minato.proxy;
