package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cache of the local addresses that a socket's datagrams were sent to lately, so that the next to one of
/// them allocates nothing.
///
/// Entries are immutable: a race costs at most another look at the bytes.
final class LocalAddresses {
    private static final int KEPT = 16;
    private static final long MAPPED = 0xffff_0000_0000L;

    private final @Nullable Known[] known = new Known[KEPT];

    /// An address as in control messages (IPv4-mapped, if IPv4), and with the port of one socket.
    private record Known(long high, long low, SocketAddr address, Optional<SocketAddr> told) {}

    /// Returns the address in the data of an IP_PKTINFO message at `four`, else of an IPV6_PKTINFO message at
    /// `six`, in the family and with the port of `own`; empty for multicast and broadcast, or if there is none.
    Optional<SocketAddr> of(MemorySegment control, long four, long six, SocketAddr own) {
        if (four >= 0) {
            int bits = control.get(SockAddr.BIG_INT, four + Abi.IPI_ADDR);
            // Multicast or broadcast otherwise: ipi_spec_dst is the address that the kernel would answer from.
            boolean isOwn = bits == control.get(SockAddr.BIG_INT, four + Abi.IPI_SPEC_DST);
            return isOwn ? known(0, MAPPED | (bits & 0xffff_ffffL), 0, own) : Optional.empty();
        }
        if (six < 0) {
            return Optional.empty();
        }
        long high = control.get(SockAddr.BIG_LONG, six + Abi.IPI6_ADDR);
        boolean isGroup = high >>> 56 == 0xff;
        int index = control.get(JAVA_INT_UNALIGNED, six + Abi.IPI6_IFINDEX);
        return isGroup
                ? Optional.empty()
                : known(high, control.get(SockAddr.BIG_LONG, six + Abi.IPI6_ADDR + Long.BYTES), index, own);
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
