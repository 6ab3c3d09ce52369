package dev.minato.address;

import java.util.Optional;

/// The reach of an IPv6 multicast address (RFC 7346): the last four bits of its first two octets.
public enum MulticastScope {
    /// 1: one interface; loopback only.
    INTERFACE_LOCAL,
    /// 2: one link.
    LINK_LOCAL,
    /// 3: what the technology of a network defines.
    REALM_LOCAL,
    /// 4: the smallest that somebody has to set up.
    ADMIN_LOCAL,
    /// 5: one site.
    SITE_LOCAL,
    /// 8: several sites of one organization.
    ORGANIZATION_LOCAL,
    /// 14: everywhere.
    GLOBAL;

    static Optional<MulticastScope> of(int bits) {
        return switch (bits) {
            case 1 -> Optional.of(INTERFACE_LOCAL);
            case 2 -> Optional.of(LINK_LOCAL);
            case 3 -> Optional.of(REALM_LOCAL);
            case 4 -> Optional.of(ADMIN_LOCAL);
            case 5 -> Optional.of(SITE_LOCAL);
            case 8 -> Optional.of(ORGANIZATION_LOCAL);
            case 14 -> Optional.of(GLOBAL);
            default -> Optional.empty();
        };
    }
}
