/// Services over UDP, each one method without state: `echo`, `reverse` and `time`.
///
/// ```
///  EchoDatagrams, ReverseDatagrams, TimeDatagrams ──▶ UdpService (of `server`)
/// ```
package dev.minato.services.datagram;
