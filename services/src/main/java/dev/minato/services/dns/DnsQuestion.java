package dev.minato.services.dns;

import dev.minato.address.IpAddr;
import java.util.Objects;

/// A question: a name, and which of its records are wanted.
///
/// @param name absolute, with the dot at its end: `example.com.`; special characters are escaped as in zone
///     files (`\.`, `\032`)
/// @param type the records that are wanted
public record DnsQuestion(String name, DnsType type) {
    /// A question; a name without the dot at its end is absolute all the same.
    ///
    /// @throws IllegalArgumentException if it is no name: a label is empty or longer than 63 bytes, or all
    ///     together are longer than 255
    public DnsQuestion {
        Objects.requireNonNull(type, "type");
        name = DnsMessages.absoluteName(Objects.requireNonNull(name, "name"));
    }

    /// The question for the name of an address: PTR of `7.2.0.192.in-addr.arpa.` (RFC 1035 section 3.5), or
    /// of a name below `ip6.arpa.` (RFC 3596 section 2.5).
    public static DnsQuestion reverse(IpAddr address) {
        return new DnsQuestion(DnsMessages.reverseName(address), DnsType.PTR);
    }

    /// `example.com. MX`.
    @Override
    public String toString() {
        return name + " " + type;
    }
}
