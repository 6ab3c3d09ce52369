package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.lang.foreign.MemorySegment;

/// The control messages with the local address that a datagram was sent to, or is to be sent from; see
/// [Abi] for the layouts, RFC 3542 section 6 and ip(7).
///
/// ```
///  socket    datagram    what the kernel fills in
///  IPv4      IPv4        IP_PKTINFO
///  IPv6      IPv6        IPV6_PKTINFO
///  IPv6      IPv4        IPV6_PKTINFO, IPv4-mapped, and IP_PKTINFO: the one that tells a broadcast apart
/// ```
public final class PacketInfo {
    /// Room for both messages, each with its padding (CMSG_SPACE).
    public static final int ROOM = 80;

    private static final int IPV4_LENGTH = Abi.CMSG_DATA + Abi.IN_PKTINFO_SIZE;
    private static final int IPV6_LENGTH = Abi.CMSG_DATA + Abi.IN6_PKTINFO_SIZE;

    private PacketInfo() {}

    /// Returns where the data of the first such message begin in `length` bytes of messages; -1 if there is
    /// none.
    static long find(MemorySegment control, long length, int level, int type) {
        long at = 0;
        while (at + Abi.CMSG_DATA <= length) {
            if (control.get(JAVA_INT, at + Abi.CMSG_LEVEL) == level
                    && control.get(JAVA_INT, at + Abi.CMSG_TYPE) == type) {
                return at + Abi.CMSG_DATA;
            }
            at += aligned(Math.max(Abi.CMSG_DATA, control.get(JAVA_LONG, at + Abi.CMSG_LEN)));
        }
        return -1;
    }

    private static long aligned(long length) {
        return (length + 7) & -8L;
    }

    /// Writes the message that makes a datagram come from `from`, and returns its length with the padding;
    /// 0 if none is needed, since the kernel chooses or there is no choice.
    static int write(SocketAddr from, SocketAddr own, MemorySegment control, String operation) throws NetException {
        if (from.port() != own.port()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "the socket's port is " + own.port());
        }
        if (from.ip().isUnspecified() || from.ip().equals(own.ip())) {
            return 0;
        }
        control.fill((byte) 0);
        if (own.isIpv6()) {
            Ipv6Addr six = from.ip() instanceof Ipv6Addr same ? same : ((Ipv4Addr) from.ip()).toIpv6Mapped();
            header(control, IPV6_LENGTH, Abi.IPPROTO_IPV6, Abi.IPV6_PKTINFO);
            control.set(SockAddr.BIG_LONG, Abi.CMSG_DATA + Abi.IPI6_ADDR, six.highBits());
            control.set(SockAddr.BIG_LONG, Abi.CMSG_DATA + Abi.IPI6_ADDR + Long.BYTES, six.lowBits());
            control.set(JAVA_INT_UNALIGNED, Abi.CMSG_DATA + Abi.IPI6_IFINDEX, from.scopeId());
            return (int) aligned(IPV6_LENGTH);
        }
        if (!(from.ip() instanceof Ipv4Addr four)) {
            throw NetException.of(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, operation);
        }
        header(control, IPV4_LENGTH, Abi.IPPROTO_IP, Abi.IP_PKTINFO);
        control.set(SockAddr.BIG_INT, Abi.CMSG_DATA + Abi.IPI_SPEC_DST, four.bits());
        return (int) aligned(IPV4_LENGTH);
    }

    private static void header(MemorySegment control, long length, int level, int type) {
        control.set(JAVA_LONG, Abi.CMSG_LEN, length);
        control.set(JAVA_INT, Abi.CMSG_LEVEL, level);
        control.set(JAVA_INT, Abi.CMSG_TYPE, type);
    }
}
