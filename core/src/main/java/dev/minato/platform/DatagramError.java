package dev.minato.platform;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// An ICMP error that a datagram of this socket caused, on its way or at its receiver. Anybody can forge one
/// that quotes a datagram of which he knows the addresses and ports.
///
/// Addresses are in the family of the socket.
///
/// @param kind what it means: `CONNECTION_REFUSED` (nobody has the port), `HOST_UNREACHABLE` (also for one
///     whose hop limit was used up), `NETWORK_UNREACHABLE`, `MESSAGE_TOO_LONG` (with [#mtu]),
///     `PERMISSION_DENIED` (filtered), or another
/// @param receiver where the datagram was sent to
/// @param reporter who sent the ICMP message: the receiver's host, or a router; empty if the kernel does not
///     say
/// @param mtu the longest packet in bytes, with its headers, that the reporter can pass on; empty for an
///     error of another kind
/// @param type the type of the ICMP message (RFC 792), or of ICMPv6 (RFC 4443)
/// @param code its code
public record DatagramError(
        ErrorKind kind, SocketAddr receiver, Optional<IpAddr> reporter, OptionalInt mtu, int type, int code) {
    /// All of it is needed.
    public DatagramError {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(receiver, "receiver");
        Objects.requireNonNull(reporter, "reporter");
        Objects.requireNonNull(mtu, "mtu");
    }
}
