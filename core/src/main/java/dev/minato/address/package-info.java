/// Addresses as values, and the strict texts that they are read from.
///
/// - [dev.minato.address.IpAddr]: an [dev.minato.address.Ipv4Addr] or an [dev.minato.address.Ipv6Addr].
/// - [dev.minato.address.SocketAddr]: an address and a port.
/// - [dev.minato.address.HostPort]: a host that may be a name still to be resolved, and a port.
/// - [dev.minato.address.UnixAddr]: a path or an abstract name, for Unix sockets.
///
/// Nothing here resolves a name, opens a socket or looks at the machine. All types are immutable, and safe
/// to share between threads. Every parser takes exactly one spelling of a number, and fails with
/// [dev.minato.address.AddressParseException] and with nothing else, whatever the text is.
package dev.minato.address;
