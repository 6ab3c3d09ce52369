package dev.minato.address;

import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;

/// An IPv6 address, 128 bits, without a scope (that belongs to a [SocketAddr]).
///
/// ```
///  2001:0db8:0000:0000 : 0000:0000:0000:0001      segments(), 8 of 16 bits
/// ┌─────────────────────┬─────────────────────┐
/// │     highBits()      │      lowBits()      │
/// └─────────────────────┴─────────────────────┘
/// ```
///
/// Immutable, and safe to share between threads. Follows `std::net::Ipv6Addr`, less `to_ipv4`, which makes
/// `0.0.0.1` of `::1`: [#toIpv4Mapped()] is what is meant.
public final class Ipv6Addr implements IpAddr {
    /// `::1`
    public static final Ipv6Addr LOCALHOST = ofBits(0, 1);

    /// `::`
    public static final Ipv6Addr UNSPECIFIED = ofBits(0, 0);

    private static final int SEGMENTS = 8;

    private final long high;
    private final long low;

    private Ipv6Addr(long high, long low) {
        this.high = high;
        this.low = low;
    }

    /// The address with these segments, each from 0 to 0xffff: `ofSegments(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)`.
    ///
    /// @throws IllegalArgumentException if there are not exactly 8, or one is outside of that
    public static Ipv6Addr ofSegments(int... segments) {
        Objects.requireNonNull(segments, "segments");
        if (segments.length != SEGMENTS) {
            throw new IllegalArgumentException("segments must be 8, not " + segments.length);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = (high << 16) | segment(segments[i]);
            low = (low << 16) | segment(segments[i + 4]);
        }
        return new Ipv6Addr(high, low);
    }

    /// The address with these bits; the highest sixteen of `high` are the first segment.
    public static Ipv6Addr ofBits(long high, long low) {
        return new Ipv6Addr(high, low);
    }

    /// The address with these octets in the order of the network.
    ///
    /// @throws IllegalArgumentException if there are not exactly 16
    public static Ipv6Addr ofOctets(byte[] octets) {
        Objects.requireNonNull(octets, "octets");
        if (octets.length != 16) {
            throw new IllegalArgumentException("octets must be 16, not " + octets.length);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = (high << 8) | (octets[i] & 0xff);
            low = (low << 8) | (octets[i + 8] & 0xff);
        }
        return new Ipv6Addr(high, low);
    }

    /// Reads the text of RFC 4291 section 2.2: eight groups of one to four hexadecimal digits in either case,
    /// one `::` for one or more groups of zeros, and a strict IPv4 address in place of the last two groups. No
    /// brackets, no `%scope`, no prefix length.
    ///
    /// @throws AddressParseException if `text` is anything else
    public static Ipv6Addr parse(String text) {
        Objects.requireNonNull(text, "text");
        var at = new Cursor("IPv6 address", text);
        Ipv6Addr address = Ipv6Reader.read(at);
        if (at.isAt('%')) {
            throw at.error("an IPv6 address without a port has no scope");
        }
        at.expectEnd();
        return address;
    }

    /// The first 64 bits.
    public long highBits() {
        return high;
    }

    /// The last 64 bits.
    public long lowBits() {
        return low;
    }

    /// The 8 segments, each from 0 to 0xffff, in a new array.
    public int[] segments() {
        var segments = new int[SEGMENTS];
        for (int i = 0; i < SEGMENTS; i++) {
            segments[i] = segmentAt(i);
        }
        return segments;
    }

    @Override
    public byte[] octets() {
        var octets = new byte[16];
        for (int i = 0; i < 8; i++) {
            octets[i] = (byte) (high >>> (56 - 8 * i));
            octets[i + 8] = (byte) (low >>> (56 - 8 * i));
        }
        return octets;
    }

    @Override
    public Inet6Address toInetAddress() {
        return toInetAddress(0);
    }

    /// The JDK's form with a scope; 0 for none.
    ///
    /// `InetAddress.getByAddress` would make an `Inet4Address` of an IPv4-mapped address; this call does not.
    /// And the JDK calls "none" what is negative, and prints `%0` for 0.
    Inet6Address toInetAddress(int scopeId) {
        try {
            return Inet6Address.getByAddress(null, octets(), scopeId == 0 ? -1 : scopeId);
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen octets are an address", e);
        }
    }

    @Override
    public boolean isUnspecified() {
        return (high | low) == 0;
    }

    @Override
    public boolean isLoopback() {
        return high == 0 && low == 1;
    }

    /// Whether this is in `fc00::/7` (RFC 4193).
    public boolean isUniqueLocal() {
        return isIn(0xfc00, 0, 0, 0, 7);
    }

    /// Whether this is in `fe80::/10` (RFC 4291 section 2.5.6); to be used, such an address needs a scope.
    public boolean isUnicastLinkLocal() {
        return isIn(0xfe80, 0, 0, 0, 10);
    }

    @Override
    public boolean isMulticast() {
        return isIn(0xff00, 0, 0, 0, 8);
    }

    /// The reach of a multicast address; empty if this is none, or its scope has no name.
    public Optional<MulticastScope> multicastScope() {
        return isMulticast() ? MulticastScope.of((int) (high >>> 48) & 0xf) : Optional.empty();
    }

    /// Whether this names one host, as far as the address alone tells, and one that others may reach: not
    /// multicast, loopback, link-local, unique-local, unspecified, for documentation or for benchmarking.
    /// Everything that is not assigned yet is (RFC 4291 section 2.4).
    public boolean isUnicastGlobal() {
        return !(isMulticast()
                || isLoopback()
                || isUnicastLinkLocal()
                || isUniqueLocal()
                || isUnspecified()
                || isDocumentation()
                || isBenchmarking());
    }

    /// Whether this is in `2001:db8::/32` (RFC 3849) or `3fff::/20` (RFC 9637).
    @Override
    public boolean isDocumentation() {
        return isIn(0x2001, 0xdb8, 0, 0, 32) || isIn(0x3fff, 0, 0, 0, 20);
    }

    /// Whether this is in `2001:2::/48` (RFC 5180).
    @Override
    public boolean isBenchmarking() {
        return isIn(0x2001, 2, 0, 0, 48);
    }

    /// Whether this is in `::ffff:0:0/96`: an IPv4 address as an IPv6 socket sees it.
    public boolean isIpv4Mapped() {
        return high == 0 && low >>> 32 == 0xffff;
    }

    @Override
    public boolean isGlobal() {
        return !(isUnspecified()
                || isLoopback()
                || isIpv4Mapped()
                || isIn(0x64, 0xff9b, 1, 0, 48) // translation within a site, RFC 8215
                || isIn(0x100, 0, 0, 0, 64) // discard, RFC 6666
                || isIn(0x100, 0, 0, 1, 64) // dummy, RFC 9780
                || (isIn(0x2001, 0, 0, 0, 23) && !isGlobalIetfProtocol())
                || isIn(0x2002, 0, 0, 0, 16) // 6to4: the registry says neither yes nor no
                || isDocumentation()
                || isIn(0x5f00, 0, 0, 0, 16) // segment routing, RFC 9602
                || isUniqueLocal()
                || isUnicastLinkLocal());
    }

    /// Whether it is global in `2001::/23`, the block for protocols of the IETF.
    private boolean isGlobalIetfProtocol() {
        return (high == 0x2001_0001_0000_0000L && low >= 1 && low <= 3) // anycast: PCP, TURN, DNS-SD registration
                || isIn(0x2001, 3, 0, 0, 32) // AMT, RFC 7450
                || isIn(0x2001, 4, 0x112, 0, 48) // AS112, RFC 7535
                || isIn(0x2001, 0x20, 0, 0, 28) // ORCHIDv2, RFC 7343
                || isIn(0x2001, 0x30, 0, 0, 28); // drone remote ID, RFC 9374
    }

    private boolean isIn(long a, long b, long c, long d, int prefix) {
        long network = (a << 48) | (b << 32) | (c << 16) | d;
        return (high ^ network) >>> (64 - prefix) == 0;
    }

    /// The IPv4 address inside an IPv4-mapped address; empty for any other.
    public Optional<Ipv4Addr> toIpv4Mapped() {
        return isIpv4Mapped() ? Optional.of(Ipv4Addr.ofBits((int) low)) : Optional.empty();
    }

    /// The bits that are set in both, such as the network of an address under a mask.
    public Ipv6Addr and(Ipv6Addr other) {
        Objects.requireNonNull(other, "other");
        return ofBits(high & other.high, low & other.low);
    }

    /// The bits that are set in either.
    public Ipv6Addr or(Ipv6Addr other) {
        Objects.requireNonNull(other, "other");
        return ofBits(high | other.high, low | other.low);
    }

    /// All bits the other way round.
    public Ipv6Addr not() {
        return ofBits(~high, ~low);
    }

    @Override
    public IpAddr toCanonical() {
        return isIpv4Mapped() ? Ipv4Addr.ofBits((int) low) : this;
    }

    @Override
    public int compareTo(IpAddr other) {
        Objects.requireNonNull(other, "other");
        return switch (other) {
            case Ipv4Addr _ -> 1;
            case Ipv6Addr v6 ->
                high != v6.high ? Long.compareUnsigned(high, v6.high) : Long.compareUnsigned(low, v6.low);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ipv6Addr that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low);
    }

    /// The text of RFC 5952: lower case, no leading zeros, `::` for the longest run of two or more zero
    /// segments (the first of equal ones), and a dotted end for IPv4-mapped addresses only. [#parse(String)]
    /// reads it.
    @Override
    public String toString() {
        if (isIpv4Mapped()) {
            return "::ffff:" + Ipv4Addr.ofBits((int) low);
        }
        int start = 0;
        int length = 1; // a single zero is written out
        for (int i = 0; i < SEGMENTS; i++) {
            int zeros = zerosFrom(i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        var text = new StringBuilder(39);
        if (length == 1) {
            return appendSegments(text, 0, SEGMENTS).toString();
        }
        appendSegments(text, 0, start).append("::");
        return appendSegments(text, start + length, SEGMENTS).toString();
    }

    private StringBuilder appendSegments(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(segmentAt(i)));
        }
        return text;
    }

    private int zerosFrom(int index) {
        int i = index;
        while (i < SEGMENTS && segmentAt(i) == 0) {
            i++;
        }
        return i - index;
    }

    private int segmentAt(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
    }

    private static int segment(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("a segment is from 0 to 0xffff, not " + value);
        }
        return value;
    }
}
