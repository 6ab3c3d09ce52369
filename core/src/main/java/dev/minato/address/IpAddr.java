package dev.minato.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Objects;

/// An IP address: an [Ipv4Addr] or an [Ipv6Addr].
///
/// The two families never mix: `::ffff:127.0.0.1` is an IPv6 address, equals no IPv4 address, and is no
/// loopback address. Whoever compares addresses with a list of networks compares what [#toCanonical()] gives.
///
/// All IPv4 addresses come before all IPv6 addresses; within a family the order is that of the bits, unsigned.
///
/// Immutable, and safe to share between threads. Follows `std::net::IpAddr`.
public sealed interface IpAddr extends Comparable<IpAddr> permits Ipv4Addr, Ipv6Addr {

    /// Reads an address of either family, as [Ipv4Addr#parse(String)] and [Ipv6Addr#parse(String)] do; a text
    /// with a colon is taken for IPv6.
    ///
    /// @throws AddressParseException if `text` is neither, such as a name
    static IpAddr parse(String text) {
        Objects.requireNonNull(text, "text");
        var at = new Cursor("IP address", text);
        IpAddr address = text.indexOf(':') >= 0 ? Ipv6Reader.read(at) : Ipv4Addr.read(at);
        at.expectEnd();
        return address;
    }

    /// The address that `address` holds, in the family of its class, without its name and without its scope
    /// ([SocketAddr#of(java.net.InetSocketAddress)] keeps the scope).
    static IpAddr of(InetAddress address) {
        Objects.requireNonNull(address, "address");
        return switch (address) {
            case Inet4Address v4 -> Ipv4Addr.ofOctets(v4.getAddress());
            case Inet6Address v6 -> Ipv6Addr.ofOctets(v6.getAddress());
            default -> throw new IllegalArgumentException("an InetAddress of no family: " + address);
        };
    }

    /// The JDK's form, without a name and without a scope, in the same family: an [Ipv4Addr] gives an
    /// [Inet4Address], an [Ipv6Addr] an [Inet6Address], an IPv4-mapped one too. Looks nothing up.
    InetAddress toInetAddress();

    /// The bytes in the order of the network, 4 or 16 of them, in a new array.
    byte[] octets();

    /// Whether this is an [Ipv4Addr].
    default boolean isIpv4() {
        return this instanceof Ipv4Addr;
    }

    /// Whether this is an [Ipv6Addr], an IPv4-mapped one included.
    default boolean isIpv6() {
        return this instanceof Ipv6Addr;
    }

    /// Whether this is `0.0.0.0` or `::`, which a server binds to for every address of the machine.
    boolean isUnspecified();

    /// Whether this is in `127.0.0.0/8`, or is `::1`.
    boolean isLoopback();

    /// Whether this is in `224.0.0.0/4` or `ff00::/8`.
    boolean isMulticast();

    /// Whether this is set aside for examples in documentation.
    boolean isDocumentation();

    /// Whether this is set aside for measuring devices: `198.18.0.0/15` or `2001:2::/48`.
    boolean isBenchmarking();

    /// Whether the special-purpose registries of IANA leave this reachable from everywhere on the internet.
    /// What they do not list is; multicast is not judged. Nothing is said about whether anything is there.
    boolean isGlobal();

    /// The IPv4 address inside an IPv4-mapped IPv6 address (`::ffff:a.b.c.d`); this address otherwise.
    IpAddr toCanonical();
}
