package dev.minato.net;

import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.option.Bounds;
import dev.minato.platform.Membership;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.TryDatagram;
import java.util.Objects;
import java.util.Optional;

/// The multicast side of a [UdpSocket]: its groups, and how datagrams to groups are sent.
abstract class MulticastSocket extends DatagramSocket<SocketAddr, Received, DatagramBatch> {
    MulticastSocket(Platform platform, TryDatagram<SocketAddr> socket) {
        super(platform, socket);
    }

    MulticastSocket(SocketHandle<TryDatagram<SocketAddr>> handle) {
        super(handle);
    }

    /// Receives what is sent to an IPv4 group, at the port that this socket is bound to: bind to
    /// `0.0.0.0:port`, with `reuseAddress` if others on this machine are to hear it too.
    ///
    /// The interface is the one that has `interfaceAddress`; `0.0.0.0` leaves it to the kernel.
    /// `NOT_FOUND` if no interface has the address, `ADDRESS_IN_USE` if it was joined before.
    ///
    /// Linux delivers to a socket bound to `0.0.0.0` what any socket of the machine has joined.
    ///
    /// {@snippet file="dev/minato/examples/udp/GroupChat.java" region="join"}
    ///
    /// @throws IllegalArgumentException if `group` is no group
    public void joinMulticastV4(Ipv4Addr group, Ipv4Addr interfaceAddress) throws NetException {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(interfaceAddress, "interfaceAddress");
        join(new Membership(group, Optional.empty(), interfaceAddress, 0));
    }

    /// As [#joinMulticastV4], hearing `source` only (RFC 4607); join again for another source.
    public void joinMulticastV4(Ipv4Addr group, Ipv4Addr source, Ipv4Addr interfaceAddress) throws NetException {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(interfaceAddress, "interfaceAddress");
        join(new Membership(group, Optional.of(source), interfaceAddress, 0));
    }

    /// Ends [#joinMulticastV4] with the same arguments; `ADDRESS_NOT_AVAILABLE` if that was not joined.
    public void leaveMulticastV4(Ipv4Addr group, Ipv4Addr interfaceAddress) throws NetException {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(interfaceAddress, "interfaceAddress");
        leave(new Membership(group, Optional.empty(), interfaceAddress, 0));
    }

    /// Ends [#joinMulticastV4(Ipv4Addr, Ipv4Addr, Ipv4Addr)]; as [#leaveMulticastV4(Ipv4Addr, Ipv4Addr)].
    public void leaveMulticastV4(Ipv4Addr group, Ipv4Addr source, Ipv4Addr interfaceAddress) throws NetException {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(interfaceAddress, "interfaceAddress");
        leave(new Membership(group, Optional.of(source), interfaceAddress, 0));
    }

    /// Receives what is sent to an IPv6 group, through the interface with that number (as `ip link` shows it);
    /// 0 leaves it to the kernel. `ADDRESS_FAMILY_UNSUPPORTED` on an IPv4 socket; otherwise as
    /// [#joinMulticastV4].
    public void joinMulticastV6(Ipv6Addr group, int interfaceIndex) throws NetException {
        Objects.requireNonNull(group, "group");
        join(new Membership(group, Optional.empty(), Ipv4Addr.UNSPECIFIED, interfaceIndex));
    }

    /// As [#joinMulticastV6], hearing `source` only; join again for another source.
    public void joinMulticastV6(Ipv6Addr group, Ipv6Addr source, int interfaceIndex) throws NetException {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(source, "source");
        join(new Membership(group, Optional.of(source), Ipv4Addr.UNSPECIFIED, interfaceIndex));
    }

    /// Ends [#joinMulticastV6] with the same arguments; `ADDRESS_NOT_AVAILABLE` if that was not joined.
    public void leaveMulticastV6(Ipv6Addr group, int interfaceIndex) throws NetException {
        Objects.requireNonNull(group, "group");
        leave(new Membership(group, Optional.empty(), Ipv4Addr.UNSPECIFIED, interfaceIndex));
    }

    /// Ends [#joinMulticastV6(Ipv6Addr, Ipv6Addr, int)]; as [#leaveMulticastV6(Ipv6Addr, int)].
    public void leaveMulticastV6(Ipv6Addr group, Ipv6Addr source, int interfaceIndex) throws NetException {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(source, "source");
        leave(new Membership(group, Optional.of(source), Ipv4Addr.UNSPECIFIED, interfaceIndex));
    }

    private void join(Membership membership) throws NetException {
        try {
            checkGroup(membership, "join");
            handle.socket().join(membership);
        } catch (NetException e) {
            throw e.withAddress(membership.group());
        }
    }

    private void leave(Membership membership) throws NetException {
        try {
            checkGroup(membership, "leave");
            handle.socket().leave(membership);
        } catch (NetException e) {
            throw e.withAddress(membership.group());
        }
    }

    private void checkGroup(Membership membership, String operation) throws NetException {
        IpAddr group = membership.group();
        if (!group.isMulticast()) {
            throw new IllegalArgumentException("group must be a multicast address, not " + group);
        }
        Bounds.within(0, Integer.MAX_VALUE, membership.interfaceIndex(), operation);
        handle.checkOpen(operation);
        if (group.isIpv6() && !localAddress().isIpv6()) {
            throw NetException.of(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, operation);
        }
    }

    /// Whether datagrams that this socket sends to groups come back to this machine.
    public boolean multicastLoop() throws NetException {
        return option(PlatformOptions.MULTICAST_LOOP);
    }

    /// Chooses whether datagrams that this socket sends to groups of its family come back to this machine;
    /// they do by default. (On Windows it is the receiver that chooses.)
    public void setMulticastLoop(boolean loop) throws NetException {
        setOption(PlatformOptions.MULTICAST_LOOP, loop);
    }

    /// How many routers a datagram to a group may pass, plus one; defaults to 1: the local network.
    public int multicastTtl() throws NetException {
        return option(PlatformOptions.MULTICAST_TTL);
    }

    /// Limits how far a datagram to a group of the socket's family goes: 0 (this machine) to 255.
    ///
    /// @throws IllegalArgumentException if `ttl` is not from 0 to 255
    public void setMulticastTtl(int ttl) throws NetException {
        setNumber(PlatformOptions.MULTICAST_TTL, 0, 255, ttl);
    }

    /// The number of the interface through which datagrams to groups go; 0 if the kernel chooses.
    /// `UNSUPPORTED` on an IPv4 socket of the linux platform: Linux does not tell.
    public int multicastInterface() throws NetException {
        return option(PlatformOptions.MULTICAST_INTERFACE);
    }

    /// Chooses the interface, by its number, through which datagrams to groups go. `NOT_FOUND` (linux:
    /// `ADDRESS_NOT_AVAILABLE` on an IPv4 socket) if there is none with that number.
    ///
    /// @throws IllegalArgumentException if `index` is not positive
    public void setMulticastInterface(int index) throws NetException {
        setNumber(PlatformOptions.MULTICAST_INTERFACE, 1, Integer.MAX_VALUE, index);
    }
}
