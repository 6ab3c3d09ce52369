/// Ready services, each a class that can be used by itself, and [Harbour], which serves any of them.
///
/// ```
///  Harbour ──▶ TcpLoop ──▶ Connections ──▶ TcpService    echo, line, count, kv, hello
///          └─▶ UdpLoop ──────────────────▶ UdpService    echo, time, reverse
/// ```
package dev.minato.services;
