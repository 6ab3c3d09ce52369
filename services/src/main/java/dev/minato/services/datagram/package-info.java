/// Services over UDP, each one method without state: `echo`, `reverse` and `time`.
///
/// ```
///  EchoDatagrams, ReverseDatagrams, TimeDatagrams ──▶ UdpHandler (of dev.minato.server)
/// ```
package dev.minato.services.datagram;
