package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

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
    private PacketInfo() {}

    /// Writes the message that makes a datagram come from `from` at `at`, and returns where it ends; `at` if none
    /// is needed, since the kernel chooses or there is no choice.
    static int write(SocketAddr from, SocketAddr own, MemorySegment control, int at, String operation)
            throws NetException {
        if (from.port() != own.port()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "the socket's port is " + own.port());
        }
        if (from.ip().isUnspecified() || from.ip().equals(own.ip())) {
            return at;
        }
        if (own.isIpv6()) {
            Ipv6Addr six = from.ip() instanceof Ipv6Addr same ? same : ((Ipv4Addr) from.ip()).toIpv6Mapped();
            return writeIpv6(six, from.scopeId(), control, at);
        }
        if (!(from.ip() instanceof Ipv4Addr four)) {
            throw NetException.of(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, operation);
        }
        int data = ControlMessages.header(control, at, Abi.IPPROTO_IP, Abi.IP_PKTINFO, Abi.IN_PKTINFO_SIZE);
        control.set(SockAddr.BIG_INT, data + Abi.IPI_SPEC_DST, four.bits());
        return ControlMessages.end(at, Abi.IN_PKTINFO_SIZE);
    }

    private static int writeIpv6(Ipv6Addr from, int scopeId, MemorySegment control, int at) {
        int data = ControlMessages.header(control, at, Abi.IPPROTO_IPV6, Abi.IPV6_PKTINFO, Abi.IN6_PKTINFO_SIZE);
        control.set(SockAddr.BIG_LONG, data + Abi.IPI6_ADDR, from.highBits());
        control.set(SockAddr.BIG_LONG, data + Abi.IPI6_ADDR + Long.BYTES, from.lowBits());
        control.set(JAVA_INT_UNALIGNED, data + Abi.IPI6_IFINDEX, scopeId);
        return ControlMessages.end(at, Abi.IN6_PKTINFO_SIZE);
    }
}
