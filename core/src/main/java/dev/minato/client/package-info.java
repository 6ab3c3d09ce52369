/// Clients of servers that answer requests: over streams, [TcpClient], and over datagrams, [UdpAsk].
///
/// ```
///   TcpClient ─▶ Pool ─▶ Connection ─▶ Link: reader, writer ─▶ Framed
///        └─────▶ Exchange: one request, its reply or its failure
/// ```
package dev.minato.client;
