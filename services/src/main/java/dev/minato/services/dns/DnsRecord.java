package dev.minato.services.dns;

import java.util.Objects;

/// A record of an answer, as text.
///
/// @param name whose record it is, absolute, in the server's spelling: `example.com.`
/// @param type the name of its type, such as `MX`; `TYPE65280` for one without a name (RFC 3597)
/// @param ttl how many seconds it may be kept, at least 0
/// @param data what it says, as it stands in zone files: `10 mail.example.com.`
public record DnsRecord(String name, String type, long ttl, String data) {
    /// Checks that nothing is missing.
    public DnsRecord {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(data, "data");
    }

    /// Whether it is of that type.
    public boolean is(DnsType type) {
        return this.type.equals(type.name());
    }

    /// The line of a zone file: `example.com. 300 IN MX 10 mail.example.com.`
    @Override
    public String toString() {
        return name + " " + ttl + " IN " + type + " " + data;
    }
}
