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

/// Addresses as the system lays them out; see [Abi] for the bytes.
public final class SockAddr {
    public static final int SIZE = Abi.SOCKADDR_IN6_SIZE;

    private static final ValueLayout.OfShort BIG_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt BIG_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong BIG_LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SockAddr() {}

    /// Writes an address for a socket of that family, and returns its length. An IPv4 address goes to an IPv6
    /// socket as an IPv4-mapped one.
    public static int write(SocketAddr address, boolean ipv6, MemorySegment into, String operation)
            throws NetException {
        into.set(BIG_SHORT, 2, (short) address.port());
        if (!ipv6) {
            if (!(address.ip() instanceof Ipv4Addr four)) {
                throw NetException.of(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, operation);
            }
            into.set(JAVA_SHORT_UNALIGNED, 0, (short) Abi.AF_INET);
            into.set(BIG_INT, 4, four.bits());
            into.set(BIG_LONG, 8, 0);
            return Abi.SOCKADDR_IN_SIZE;
        }
        Ipv6Addr six = address.ip() instanceof Ipv6Addr same ? same : ((Ipv4Addr) address.ip()).toIpv6Mapped();
        into.set(JAVA_SHORT_UNALIGNED, 0, (short) Abi.AF_INET6);
        into.set(BIG_INT, 4, address.flowInfo());
        into.set(BIG_LONG, 8, six.highBits());
        into.set(BIG_LONG, 16, six.lowBits());
        into.set(JAVA_INT_UNALIGNED, 24, address.scopeId());
        return Abi.SOCKADDR_IN6_SIZE;
    }

    /// Reads what the system wrote.
    static SocketAddr read(MemorySegment from) {
        int port = from.get(BIG_SHORT, 2) & 0xffff;
        int family = from.get(JAVA_SHORT_UNALIGNED, 0);
        return switch (family) {
            case Abi.AF_INET -> SocketAddr.of(Ipv4Addr.ofBits(from.get(BIG_INT, 4)), port);
            case Abi.AF_INET6 ->
                SocketAddr.ofV6(
                        Ipv6Addr.ofBits(from.get(BIG_LONG, 8), from.get(BIG_LONG, 16)),
                        port,
                        from.get(BIG_INT, 4),
                        from.get(JAVA_INT_UNALIGNED, 24));
            default -> throw new AssertionError("an address of the family " + family);
        };
    }

    /// Whether the bytes say that address; allocates nothing.
    static boolean is(MemorySegment from, SocketAddr address) {
        if ((from.get(BIG_SHORT, 2) & 0xffff) != address.port()) {
            return false;
        }
        if (address.ip() instanceof Ipv4Addr four) {
            return from.get(JAVA_SHORT_UNALIGNED, 0) == Abi.AF_INET && from.get(BIG_INT, 4) == four.bits();
        }
        return from.get(JAVA_SHORT_UNALIGNED, 0) == Abi.AF_INET6
                && address.ip() instanceof Ipv6Addr six
                && from.get(BIG_LONG, 8) == six.highBits()
                && from.get(BIG_LONG, 16) == six.lowBits()
                && from.get(JAVA_INT_UNALIGNED, 24) == address.scopeId()
                && from.get(BIG_INT, 4) == address.flowInfo();
    }

    /// A number that is the same for the same address, and usually another for another.
    static int hash(MemorySegment from) {
        int low = from.get(JAVA_SHORT_UNALIGNED, 0) == Abi.AF_INET ? from.get(BIG_INT, 4) : from.get(BIG_INT, 20);
        int mixed = (low * 31 + from.get(BIG_SHORT, 2)) * 0x9E3779B9;
        return mixed >>> 16;
    }
}
