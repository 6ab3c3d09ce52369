package dev.minato.address;

import java.util.Objects;

/// A network of IP addresses: an address and the length of its prefix, such as `10.0.0.0/8`.
///
/// An IPv4-mapped IPv6 network (`::ffff:10.0.0.0/104`) is the IPv4 network that it maps, and [#contains] compares
/// canonical forms: `::ffff:10.1.2.3` is in `10.0.0.0/8`, and no IPv4 address is in an IPv6 network, `::/0`
/// included.
///
/// Immutable, and safe to share between threads.
public final class IpNetwork {
    private static final String SUBJECT = "network";
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final int MAPPED_PREFIX = V6_BITS - V4_BITS;

    private final IpAddr address;
    private final int prefix;

    private IpNetwork(IpAddr address, int prefix) {
        IpAddr canonical = address.toCanonical();
        boolean isMapped = address.isIpv6() && canonical.isIpv4() && prefix >= MAPPED_PREFIX;
        this.address = isMapped ? canonical : address;
        this.prefix = isMapped ? prefix - MAPPED_PREFIX : prefix;
    }

    /// The network of the addresses whose first `prefix` bits are those of `address`.
    ///
    /// @throws IllegalArgumentException if the prefix is not from 0 to 32, or to 128 for IPv6, or `address` has a
    ///     bit set behind it
    public static IpNetwork of(IpAddr address, int prefix) {
        Objects.requireNonNull(address, "address");
        if (prefix < 0 || prefix > bits(address)) {
            throw new IllegalArgumentException("prefix must be from 0 to " + bits(address) + ", not " + prefix);
        }
        if (!masked(address, prefix).equals(address)) {
            throw new IllegalArgumentException(
                    "address must have no bit set behind the prefix of " + prefix + " bits, not " + address);
        }
        return new IpNetwork(address, prefix);
    }

    /// Reads `10.0.0.0/8` or `2001:db8::/32`: a strict address, a slash, and the length of the prefix, decimal,
    /// without sign and leading zeros. An address alone is a network of one address.
    ///
    /// @throws AddressParseException if `text` is anything else, or the address has a bit set behind the prefix
    ///     (`10.0.0.1/8`): it is not clear which network was meant
    public static IpNetwork parse(String text) {
        Objects.requireNonNull(text, "text");
        var at = new Cursor(SUBJECT, text);
        IpAddr address = text.indexOf(':') >= 0 ? Ipv6Reader.read(at) : Ipv4Addr.read(at);
        int prefix = bits(address);
        if (at.take('/')) {
            prefix = at.decimal("prefix", prefix);
        }
        at.expectEnd();
        IpAddr first = masked(address, prefix);
        if (!first.equals(address)) {
            throw at.error(0, "the address has bits set behind the prefix; the network is " + first + "/" + prefix);
        }
        return new IpNetwork(address, prefix);
    }

    /// The network of that prefix that the address is in, in its canonical form.
    ///
    /// @throws IllegalArgumentException if the prefix is not from 0 to 32, or to 128 for an address that is IPv6 in
    ///     its canonical form
    public static IpNetwork around(IpAddr address, int prefix) {
        IpAddr canonical = Objects.requireNonNull(address, "address").toCanonical();
        if (prefix < 0 || prefix > bits(canonical)) {
            throw new IllegalArgumentException("prefix must be from 0 to " + bits(canonical) + ", not " + prefix);
        }
        return new IpNetwork(masked(canonical, prefix), prefix);
    }

    /// The first address.
    public IpAddr address() {
        return address;
    }

    /// How many bits all its addresses share.
    public int prefix() {
        return prefix;
    }

    /// Whether the address is in it, in its canonical form.
    public boolean contains(IpAddr address) {
        IpAddr canonical = Objects.requireNonNull(address, "address").toCanonical();
        return canonical.isIpv4() == this.address.isIpv4()
                && masked(canonical, prefix).equals(this.address);
    }

    private static int bits(IpAddr address) {
        return address.isIpv4() ? V4_BITS : V6_BITS;
    }

    private static IpAddr masked(IpAddr address, int prefix) {
        return switch (address) {
            case Ipv4Addr v4 -> Ipv4Addr.ofBits(v4.bits() & (int) ~mask(prefix + V4_BITS));
            case Ipv6Addr v6 -> {
                long high = v6.highBits() & ~mask(Math.min(prefix, Long.SIZE));
                yield Ipv6Addr.ofBits(high, v6.lowBits() & ~mask(Math.max(prefix - Long.SIZE, 0)));
            }
        };
    }

    /// The bits of a long behind its first `prefix`.
    private static long mask(int prefix) {
        return prefix == Long.SIZE ? 0 : -1L >>> prefix;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpNetwork that && prefix == that.prefix && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + prefix;
    }

    /// The text that [#parse] reads, with the prefix also if it is the whole address: `127.0.0.1/32`.
    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
