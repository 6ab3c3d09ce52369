package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// `sockaddr_in` and `sockaddr_in6`, encoded and decoded; see [Abi] for the layouts. The port stands at the
/// same place in both.
public final class SockAddr {
    public static final int SIZE = Abi.SOCKADDR_IN6_SIZE;

    private static final long SIN6_ADDR_LOW = Abi.SIN6_ADDR + Long.BYTES;

    private static final ValueLayout.OfShort BIG_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt BIG_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong BIG_LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /// The family of IPv4 as its two bytes stand, in the order of the network.
    private static final long INET_BYTES =
            ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? Abi.AF_INET : Short.reverseBytes((short) Abi.AF_INET);

    private SockAddr() {}

    /// Writes an address for a socket of that family, and returns its length. An IPv4 address goes to an IPv6
    /// socket as an IPv4-mapped one.
    public static int write(SocketAddr address, boolean ipv6, MemorySegment into, String operation)
            throws NetException {
        if (!ipv6) {
            if (!(address.ip() instanceof Ipv4Addr four)) {
                throw NetException.of(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, operation);
            }
            into.set(BIG_LONG, Abi.SA_FAMILY, head(address.port(), four));
            into.set(BIG_LONG, Abi.SIN_ZERO, 0);
            return Abi.SOCKADDR_IN_SIZE;
        }
        Ipv6Addr six = address.ip() instanceof Ipv6Addr same ? same : ((Ipv4Addr) address.ip()).toIpv6Mapped();
        into.set(BIG_SHORT, Abi.SIN_PORT, (short) address.port());
        into.set(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY, (short) Abi.AF_INET6);
        into.set(BIG_INT, Abi.SIN6_FLOWINFO, address.flowInfo());
        into.set(BIG_LONG, Abi.SIN6_ADDR, six.highBits());
        into.set(BIG_LONG, SIN6_ADDR_LOW, six.lowBits());
        into.set(JAVA_INT_UNALIGNED, Abi.SIN6_SCOPE_ID, address.scopeId());
        return Abi.SOCKADDR_IN6_SIZE;
    }

    /// The first eight bytes of an IPv4 address, in the order of the network: all that it says.
    ///
    /// ```
    ///  0 family:16   2 port:16   4 address:32   8 (zero)
    /// ```
    private static long head(int port, Ipv4Addr ip) {
        return INET_BYTES << 48 | (long) port << 32 | Integer.toUnsignedLong(ip.bits());
    }

    /// Decodes what the kernel filled in.
    static SocketAddr read(MemorySegment from) {
        int port = from.get(BIG_SHORT, Abi.SIN_PORT) & 0xffff;
        int family = from.get(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY);
        return switch (family) {
            case Abi.AF_INET -> SocketAddr.of(Ipv4Addr.ofBits(from.get(BIG_INT, Abi.SIN_ADDR)), port);
            case Abi.AF_INET6 ->
                SocketAddr.ofV6(
                        Ipv6Addr.ofBits(from.get(BIG_LONG, Abi.SIN6_ADDR), from.get(BIG_LONG, SIN6_ADDR_LOW)),
                        port,
                        from.get(BIG_INT, Abi.SIN6_FLOWINFO),
                        from.get(JAVA_INT_UNALIGNED, Abi.SIN6_SCOPE_ID));
            default -> throw new AssertionError("unexpected address family " + family);
        };
    }

    /// Whether the bytes are those of that address; allocates nothing.
    static boolean is(MemorySegment from, SocketAddr address) {
        if (address.ip() instanceof Ipv4Addr four) {
            return from.get(BIG_LONG, Abi.SA_FAMILY) == head(address.port(), four);
        }
        return (from.get(BIG_SHORT, Abi.SIN_PORT) & 0xffff) == address.port()
                && from.get(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY) == Abi.AF_INET6
                && address.ip() instanceof Ipv6Addr six
                && from.get(BIG_LONG, Abi.SIN6_ADDR) == six.highBits()
                && from.get(BIG_LONG, SIN6_ADDR_LOW) == six.lowBits()
                && from.get(JAVA_INT_UNALIGNED, Abi.SIN6_SCOPE_ID) == address.scopeId()
                && from.get(BIG_INT, Abi.SIN6_FLOWINFO) == address.flowInfo();
    }

    /// Returns a hash of the bytes of an address, in its low 16 bits.
    static int hash(MemorySegment from) {
        boolean ipv4 = from.get(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY) == Abi.AF_INET;
        int low = from.get(BIG_INT, ipv4 ? Abi.SIN_ADDR : Abi.SIN6_ADDR + 3 * Integer.BYTES);
        int mixed = (low * 31 + from.get(BIG_SHORT, Abi.SIN_PORT)) * 0x9E3779B9;
        return mixed >>> 16;
    }
}
