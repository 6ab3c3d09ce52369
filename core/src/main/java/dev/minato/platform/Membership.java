package dev.minato.platform;

import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import java.util.Optional;

/// A multicast group as one socket hears it: through which interface, and from whom.
///
/// @param group the group's address
/// @param source the only sender that is heard; empty for all
/// @param interfaceAddress for an IPv4 group, an address of the interface; `0.0.0.0` leaves it to the kernel.
///     Not used for an IPv6 group
/// @param interfaceIndex for an IPv6 group, the interface index; 0 leaves it to the kernel. Not used for an
///     IPv4 group
public record Membership(IpAddr group, Optional<IpAddr> source, Ipv4Addr interfaceAddress, int interfaceIndex) {}
