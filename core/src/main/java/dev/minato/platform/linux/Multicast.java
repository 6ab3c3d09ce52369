package dev.minato.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Membership;
import dev.minato.platform.linux.sys.Abi;
import dev.minato.platform.linux.sys.Libc;
import dev.minato.platform.linux.sys.RefCountedFd;
import dev.minato.platform.linux.sys.SockAddr;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Optional;

/// Multicast group memberships: IP_ADD_MEMBERSHIP and its kin (ip(7), ipv6(7)); see [Abi] for the layouts.
final class Multicast {
    private static final long MAX_REQUEST = Abi.GROUP_SOURCE_REQ_SIZE;

    private Multicast() {}

    static void join(SocketFd socket, Membership membership) throws NetException {
        request(socket, membership, true);
    }

    static void leave(SocketFd socket, Membership membership) throws NetException {
        request(socket, membership, false);
    }

    private static void request(SocketFd socket, Membership membership, boolean join) throws NetException {
        String operation = join ? "join" : "leave";
        if (socket.isUnix()) {
            throw NetException.of(ErrorKind.UNSUPPORTED, operation, "Unix sockets have no groups");
        }
        try (var arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(MAX_REQUEST, 8);
            switch (membership.group()) {
                case Ipv4Addr group -> requestIpv4(socket, membership, group, request, join, operation);
                case Ipv6Addr group -> requestIpv6(socket, membership, group, request, join, operation);
            }
        }
    }

    private static void requestIpv4(
            SocketFd socket,
            Membership membership,
            Ipv4Addr group,
            MemorySegment request,
            boolean join,
            String operation)
            throws NetException {
        var big = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
        request.set(big, Abi.IMR_MULTIADDR, group.bits());
        request.set(big, Abi.IMR_INTERFACE, membership.interfaceAddress().bits());
        Optional<IpAddr> source = membership.source();
        if (source.isPresent()) {
            if (!(source.get() instanceof Ipv4Addr from)) {
                throw NetException.of(ErrorKind.INVALID_INPUT, operation, "the source is of another family");
            }
            request.set(big, Abi.IMR_SOURCEADDR, from.bits());
        }
        int name = source.isPresent()
                ? (join ? Abi.IP_ADD_SOURCE_MEMBERSHIP : Abi.IP_DROP_SOURCE_MEMBERSHIP)
                : (join ? Abi.IP_ADD_MEMBERSHIP : Abi.IP_DROP_MEMBERSHIP);
        int length = source.isPresent() ? Abi.IP_MREQ_SOURCE_SIZE : Abi.IP_MREQN_SIZE;
        set(socket, Abi.IPPROTO_IP, name, request, length, operation);
    }

    private static void requestIpv6(
            SocketFd socket,
            Membership membership,
            Ipv6Addr group,
            MemorySegment request,
            boolean join,
            String operation)
            throws NetException {
        Optional<IpAddr> source = membership.source();
        if (source.isEmpty()) {
            var big = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
            request.set(big, Abi.IPV6MR_MULTIADDR, group.highBits());
            request.set(big, Abi.IPV6MR_MULTIADDR + Long.BYTES, group.lowBits());
            request.set(JAVA_INT, Abi.IPV6MR_INTERFACE, membership.interfaceIndex());
            set(
                    socket,
                    Abi.IPPROTO_IPV6,
                    join ? Abi.IPV6_ADD_MEMBERSHIP : Abi.IPV6_DROP_MEMBERSHIP,
                    request,
                    Abi.IPV6_MREQ_SIZE,
                    operation);
            return;
        }
        request.set(JAVA_INT, Abi.GSR_INTERFACE, membership.interfaceIndex());
        SockAddr.write(SocketAddr.of(group, 0), true, request.asSlice(Abi.GSR_GROUP), operation);
        SockAddr.write(SocketAddr.of(source.get(), 0), true, request.asSlice(Abi.GSR_SOURCE), operation);
        int name = join ? Abi.MCAST_JOIN_SOURCE_GROUP : Abi.MCAST_LEAVE_SOURCE_GROUP;
        set(socket, Abi.IPPROTO_IPV6, name, request, Abi.GROUP_SOURCE_REQ_SIZE, operation);
    }

    private static void set(SocketFd socket, int level, int name, MemorySegment value, int length, String operation)
            throws NetException {
        socket.calls.checkOnce(
                RefCountedFd.WRITING,
                operation,
                (fd, memory) -> Libc.setsockopt(memory.errno, fd, level, name, value, length));
    }
}
