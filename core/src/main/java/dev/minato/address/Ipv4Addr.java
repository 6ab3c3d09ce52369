package dev.minato.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/// An IPv4 address, 32 bits.
///
/// ```
///    192     .     0     .     2     .     1        of(192, 0, 2, 1)
/// ┌───────────┬───────────┬───────────┬───────────┐
/// │ 31     24 │ 23     16 │ 15      8 │ 7       0 │ bits(), 0xc0000201
/// └───────────┴───────────┴───────────┴───────────┘
/// ```
///
/// Immutable, and safe to share between threads. Follows `std::net::Ipv4Addr`.
public final class Ipv4Addr implements IpAddr {
    /// `127.0.0.1`
    public static final Ipv4Addr LOCALHOST = of(127, 0, 0, 1);

    /// `0.0.0.0`
    public static final Ipv4Addr UNSPECIFIED = ofBits(0);

    /// `255.255.255.255`
    public static final Ipv4Addr BROADCAST = ofBits(-1);

    private final int bits;

    private Ipv4Addr(int bits) {
        this.bits = bits;
    }

    /// The address `a.b.c.d`, each from 0 to 255.
    ///
    /// @throws IllegalArgumentException if one of them is outside of that
    public static Ipv4Addr of(int a, int b, int c, int d) {
        return new Ipv4Addr((octet(a) << 24) | (octet(b) << 16) | (octet(c) << 8) | octet(d));
    }

    /// The address with these bits; the highest eight are the first octet.
    public static Ipv4Addr ofBits(int bits) {
        return new Ipv4Addr(bits);
    }

    /// The address with these octets in the order of the network.
    ///
    /// @throws IllegalArgumentException if there are not exactly 4
    public static Ipv4Addr ofOctets(byte[] octets) {
        Objects.requireNonNull(octets, "octets");
        if (octets.length != 4) {
            throw new IllegalArgumentException("octets must be 4, not " + octets.length);
        }
        int bits = 0;
        for (byte octet : octets) {
            bits = (bits << 8) | (octet & 0xff);
        }
        return new Ipv4Addr(bits);
    }

    /// Reads four decimal numbers from 0 to 255 with dots between them, and nothing else: no leading zeros
    /// (which some systems read as octal), no fewer parts, no hexadecimal, no spaces. RFC 6943 section 3.1.1
    /// calls this the strict form.
    ///
    /// @throws AddressParseException if `text` is anything else
    public static Ipv4Addr parse(String text) {
        Objects.requireNonNull(text, "text");
        var at = new Cursor("IPv4 address", text);
        Ipv4Addr address = read(at);
        at.expectEnd();
        return address;
    }

    static Ipv4Addr read(Cursor at) {
        int bits = at.decimal("octet", 255);
        for (int i = 1; i < 4; i++) {
            at.expect('.');
            bits = (bits << 8) | at.decimal("octet", 255);
        }
        return new Ipv4Addr(bits);
    }

    /// The 32 bits; the first octet is the highest eight.
    public int bits() {
        return bits;
    }

    @Override
    public byte[] octets() {
        return new byte[] {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
    }

    @Override
    public Inet4Address toInetAddress() {
        try {
            return (Inet4Address) InetAddress.getByAddress(octets());
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an address", e);
        }
    }

    @Override
    public boolean isUnspecified() {
        return bits == 0;
    }

    @Override
    public boolean isLoopback() {
        return isIn(0x7f_00_00_00, 8);
    }

    /// Whether this is in `10.0.0.0/8`, `172.16.0.0/12` or `192.168.0.0/16` (RFC 1918).
    public boolean isPrivate() {
        return isIn(0x0a_00_00_00, 8) || isIn(0xac_10_00_00, 12) || isIn(0xc0_a8_00_00, 16);
    }

    /// Whether this is in `169.254.0.0/16` (RFC 3927).
    public boolean isLinkLocal() {
        return isIn(0xa9_fe_00_00, 16);
    }

    @Override
    public boolean isMulticast() {
        return isIn(0xe0_00_00_00, 4);
    }

    /// Whether this is `255.255.255.255`.
    public boolean isBroadcast() {
        return bits == -1;
    }

    /// Whether this is in `192.0.2.0/24`, `198.51.100.0/24` or `203.0.113.0/24` (RFC 5737).
    @Override
    public boolean isDocumentation() {
        return isIn(0xc0_00_02_00, 24) || isIn(0xc6_33_64_00, 24) || isIn(0xcb_00_71_00, 24);
    }

    /// Whether this is in `100.64.0.0/10`, which providers share between customers (RFC 6598).
    public boolean isShared() {
        return isIn(0x64_40_00_00, 10);
    }

    /// Whether this is in `198.18.0.0/15` (RFC 2544).
    @Override
    public boolean isBenchmarking() {
        return isIn(0xc6_12_00_00, 15);
    }

    /// Whether this is in `240.0.0.0/4` (RFC 1112), the broadcast address aside.
    public boolean isReserved() {
        return isIn(0xf0_00_00_00, 4) && !isBroadcast();
    }

    @Override
    public boolean isGlobal() {
        return !(isIn(0, 8)
                || isPrivate()
                || isShared()
                || isLoopback()
                || isLinkLocal()
                || isIetfProtocol()
                || isDocumentation()
                || isBenchmarking()
                || isReserved()
                || isBroadcast());
    }

    /// `192.0.0.0/24`, in which only the anycast addresses of PCP (.9) and TURN (.10) are global.
    private boolean isIetfProtocol() {
        return isIn(0xc0_00_00_00, 24) && bits != 0xc0_00_00_09 && bits != 0xc0_00_00_0a;
    }

    private boolean isIn(int network, int prefix) {
        return (bits ^ network) >>> (32 - prefix) == 0;
    }

    /// The bits that are set in both, such as the network of an address under a mask.
    public Ipv4Addr and(Ipv4Addr other) {
        Objects.requireNonNull(other, "other");
        return ofBits(bits & other.bits);
    }

    /// The bits that are set in either, such as the broadcast address of a network.
    public Ipv4Addr or(Ipv4Addr other) {
        Objects.requireNonNull(other, "other");
        return ofBits(bits | other.bits);
    }

    /// All bits the other way round.
    public Ipv4Addr not() {
        return ofBits(~bits);
    }

    /// `::ffff:a.b.c.d`: how an IPv6 socket that serves both families sees this address (RFC 4291 section
    /// 2.5.5.2).
    public Ipv6Addr toIpv6Mapped() {
        return Ipv6Addr.ofBits(0, 0xffff_0000_0000L | Integer.toUnsignedLong(bits));
    }

    /// `::a.b.c.d`, a form that RFC 4291 section 2.5.5.1 deprecates; [#toIpv6Mapped()] is the one in use.
    public Ipv6Addr toIpv6Compatible() {
        return Ipv6Addr.ofBits(0, Integer.toUnsignedLong(bits));
    }

    @Override
    public Ipv4Addr toCanonical() {
        return this;
    }

    @Override
    public int compareTo(IpAddr other) {
        Objects.requireNonNull(other, "other");
        return switch (other) {
            case Ipv4Addr v4 -> Integer.compareUnsigned(bits, v4.bits);
            case Ipv6Addr _ -> -1;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ipv4Addr that && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return Integer.hashCode(bits);
    }

    /// The text `a.b.c.d`, which [#parse(String)] reads.
    @Override
    public String toString() {
        return (bits >>> 24) + "." + ((bits >>> 16) & 0xff) + "." + ((bits >>> 8) & 0xff) + "." + (bits & 0xff);
    }

    private static int octet(int value) {
        if (value < 0 || value > 255) {
            throw new IllegalArgumentException("an octet is from 0 to 255, not " + value);
        }
        return value;
    }
}
