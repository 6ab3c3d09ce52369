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

    private SockAddr() {}

    /// Writes an address for a socket of that family, and returns its length. An IPv4 address goes to an IPv6
    /// socket as an IPv4-mapped one.
    public static int write(SocketAddr address, boolean ipv6, MemorySegment into, String operation)
            throws NetException {
        into.set(BIG_SHORT, Abi.SIN_PORT, (short) address.port());
        if (!ipv6) {
            if (!(address.ip() instanceof Ipv4Addr four)) {
                throw NetException.of(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, operation);
            }
            into.set(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY, (short) Abi.AF_INET);
            into.set(BIG_INT, Abi.SIN_ADDR, four.bits());
            into.set(BIG_LONG, Abi.SIN_ZERO, 0);
            return Abi.SOCKADDR_IN_SIZE;
        }
        Ipv6Addr six = address.ip() instanceof Ipv6Addr same ? same : ((Ipv4Addr) address.ip()).toIpv6Mapped();
        into.set(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY, (short) Abi.AF_INET6);
        into.set(BIG_INT, Abi.SIN6_FLOWINFO, address.flowInfo());
        into.set(BIG_LONG, Abi.SIN6_ADDR, six.highBits());
        into.set(BIG_LONG, SIN6_ADDR_LOW, six.lowBits());
        into.set(JAVA_INT_UNALIGNED, Abi.SIN6_SCOPE_ID, address.scopeId());
        return Abi.SOCKADDR_IN6_SIZE;
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
        if ((from.get(BIG_SHORT, Abi.SIN_PORT) & 0xffff) != address.port()) {
            return false;
        }
        if (address.ip() instanceof Ipv4Addr four) {
            return from.get(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY) == Abi.AF_INET
                    && from.get(BIG_INT, Abi.SIN_ADDR) == four.bits();
        }
        return from.get(JAVA_SHORT_UNALIGNED, Abi.SA_FAMILY) == Abi.AF_INET6
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
