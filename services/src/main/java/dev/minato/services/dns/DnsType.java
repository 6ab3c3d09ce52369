package dev.minato.services.dns;

import java.util.Locale;
import java.util.Optional;

/// A type of records that can be asked for (RFC 1035 section 3.2.2 and later ones).
public enum DnsType {
    /// IPv4 addresses.
    A(1),
    /// The name servers of a zone.
    NS(2),
    /// The name of which this one is an alias.
    CNAME(5),
    /// What holds for a zone as a whole, such as how long its negative answers may be kept.
    SOA(6),
    /// The name of an address; see [DnsQuestion#reverse].
    PTR(12),
    /// Mail servers, with their preferences.
    MX(15),
    /// Texts.
    TXT(16),
    /// IPv6 addresses (RFC 3596).
    AAAA(28),
    /// The hosts and ports of a service (RFC 2782).
    SRV(33),
    /// How a service is reached (RFC 9460).
    SVCB(64),
    /// How a web site is reached (RFC 9460).
    HTTPS(65),
    /// Who may issue certificates for a name (RFC 8659).
    CAA(257);

    private final int code;

    DnsType(int code) {
        this.code = code;
    }

    /// Its number in messages, from 1 to 65535.
    public int code() {
        return code;
    }

    /// The type of that name, such as `mx`, in any case; empty if there is none here.
    public static Optional<DnsType> of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (DnsType type : values()) {
            if (type.name().equals(upper)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
