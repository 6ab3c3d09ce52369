package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The addresses of this machine that a socket's datagrams were sent to lately, so that the next to one of
/// them makes no new object.
///
/// What is kept is immutable, so threads that race here lose at most a little work.
final class LocalAddresses {
    private static final int KEPT = 16;
    private static final long MAPPED = 0xffff_0000_0000L;

    private final @Nullable Known[] known = new Known[KEPT];

    /// An address as the control messages have it, an IPv4 one mapped, and as a socket of one port has it.
    private record Known(long high, long low, SocketAddr address, Optional<SocketAddr> told) {}

    /// The address in the control messages, in the family and with the port of `own`; empty for a group or a
    /// broadcast, or if none is there.
    Optional<SocketAddr> of(MemorySegment control, long length, SocketAddr own) {
        long four = PacketInfo.find(control, length, Abi.IPPROTO_IP, Abi.IP_PKTINFO);
        if (four >= 0) {
            int bits = control.get(SockAddr.BIG_INT, four + Abi.IPI_ADDR);
            // To a group or by broadcast: the other is the address that the system would answer from.
            boolean isOwn = bits == control.get(SockAddr.BIG_INT, four + Abi.IPI_SPEC_DST);
            return isOwn ? known(0, MAPPED | (bits & 0xffff_ffffL), 0, own) : Optional.empty();
        }
        long six = PacketInfo.find(control, length, Abi.IPPROTO_IPV6, Abi.IPV6_PKTINFO);
        if (six < 0) {
            return Optional.empty();
        }
        long high = control.get(SockAddr.BIG_LONG, six);
        boolean isGroup = high >>> 56 == 0xff;
        int index = control.get(JAVA_INT_UNALIGNED, six + Abi.IPI6_IFINDEX);
        return isGroup ? Optional.empty() : known(high, control.get(SockAddr.BIG_LONG, six + 8), index, own);
    }

    private Optional<SocketAddr> known(long high, long low, int index, SocketAddr own) {
        boolean isLinkLocal = high >>> 54 == 0x3fa;
        int scope = isLinkLocal ? index : 0;
        int at = (int) (low ^ low >>> 32 ^ low >>> 24 ^ high) & (KEPT - 1);
        Known last = known[at];
        if (last == null
                || last.high != high
                || last.low != low
                || last.address.port() != own.port()
                || last.address.scopeId() != scope) {
            last = made(high, low, scope, own);
            known[at] = last;
        }
        return last.told;
    }

    private static Known made(long high, long low, int scope, SocketAddr own) {
        SocketAddr address = own.isIpv6()
                ? SocketAddr.ofV6(Ipv6Addr.ofBits(high, low), own.port(), 0, scope)
                : SocketAddr.of(Ipv4Addr.ofBits((int) low), own.port());
        return new Known(high, low, address, Optional.of(address));
    }
}
