package dev.minato.net;

import dev.minato.address.IpAddr;
import dev.minato.address.Ipv4Addr;
import dev.minato.address.Ipv6Addr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramSlot;
import dev.minato.platform.Interest;
import dev.minato.platform.Membership;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.Setting;
import dev.minato.platform.SocketOptions;
import dev.minato.platform.TryDatagram;
import dev.minato.platform.wait.Handle;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// A UDP socket: sends and receives datagrams, whole and one at a time.
///
/// {@snippet file="dev/minato/examples/udp/UdpEcho.java" region="echo"}
///
/// A datagram that is longer than the buffer is cut, and [Received#truncated] says so; an empty datagram has
/// length 0 and is not an end. **After a timeout or an interrupt** nothing is lost, and the socket can be used
/// on. Several threads may send and receive at once; each datagram goes to one of them. A client that asks
/// again, and waits longer each time:
///
/// {@snippet file="dev/minato/examples/udp/TimeClient.java" region="retry"}
///
/// A connected socket hears its peer only (on linux, what others had sent before the connect is received all
/// the same; [#recvFrom] says whose it is), and learns that nobody listens there: the next call fails with
/// `CONNECTION_REFUSED`, once, and if that is a send, it was not sent. (Windows says so on unconnected
/// sockets too, as `CONNECTION_RESET`; a server's loop goes on.)
///
/// **What a send may fail with**: `MESSAGE_TOO_LONG` beyond 65,507 bytes (65,527 for IPv6),
/// `ADDRESS_FAMILY_UNSUPPORTED` for an IPv6 address on an IPv4 socket, `PERMISSION_DENIED` (broadcast),
/// `INVALID_INPUT` for port 0, `NETWORK_UNREACHABLE`, `HOST_UNREACHABLE`. Sent means that it left the program;
/// nothing says whether it arrived.
///
/// **The jdk platform** refuses another address than the peer's on a connected socket with
/// `ALREADY_CONNECTED`, and cannot send an empty datagram with [#send] (`UNSUPPORTED`); connecting loses
/// datagrams that came before it and were not received yet, so connect before the peer has reason to send. It
/// has no [#ttl].
///
/// The protocol is RFC 768; modelled on Rust's `std::net::UdpSocket`.
public final class UdpSocket extends DatagramSocket<SocketAddr, Received> {
    private UdpSocket(Platform platform, TryDatagram<SocketAddr> socket) {
        super(platform, socket);
    }

    private UdpSocket(Shared<TryDatagram<SocketAddr>> shared, Handle handle) {
        super(shared, handle);
    }

    @Override
    Received holder() {
        return new Received();
    }

    @Override
    void checkReceiver(SocketAddr address, String operation) throws NetException {
        if (address.port() == 0) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "nothing can be sent to port 0");
        }
    }

    /// Binds to `"host:port"`, the first address of a name that can be; port 0 lets the system choose.
    ///
    /// `INVALID_INPUT` for text that is no address, `HOST_NOT_FOUND`, `ADDRESS_IN_USE`,
    /// `ADDRESS_NOT_AVAILABLE`, `PERMISSION_DENIED`, `TOO_MANY_OPEN_FILES`.
    public static UdpSocket bind(String hostAndPort) throws NetException {
        return bind(Target.of(hostAndPort), List.of());
    }

    /// Binds to a host and a port; as [#bind(String)].
    public static UdpSocket bind(String host, int port) throws NetException {
        return bind(Target.of(host, port), List.of());
    }

    /// Binds to an address; as [#bind(String)].
    public static UdpSocket bind(SocketAddr address) throws NetException {
        return bind(Target.of(address), List.of());
    }

    /// Binds to an address; as [#bind(String)].
    public static UdpSocket bind(InetSocketAddress address) throws NetException {
        return bind(Target.of(address), List.of());
    }

    /// Options to bind a socket with: `UdpSocket.options().reuseAddress(true).bind("0.0.0.0:5353")`.
    public static UdpOptions options() {
        return UdpOptions.DEFAULTS;
    }

    static UdpSocket bind(Target target, List<Setting<?>> settings) throws NetException {
        Platform platform = Platform.current();
        TryDatagram<SocketAddr> socket =
                Binding.first(target, platform, address -> platform.openDatagram(address, of(address, settings)));
        return new UdpSocket(platform, socket);
    }

    /// What a socket of the address's family has.
    private static List<Setting<?>> of(SocketAddr address, List<Setting<?>> settings) {
        return address.isIpv6()
                ? settings
                : settings.stream()
                        .filter(setting -> !setting.option().equals(SocketOptions.ONLY_V6))
                        .toList();
    }

    /// Sends a datagram to `"host:port"`, to the first address of a name; as with an address.
    ///
    /// Looks the name up each time: resolve once where speed matters.
    public void sendTo(ByteBuffer buffer, String hostAndPort) throws NetException {
        sendTo(buffer, first(Target.of(hostAndPort)));
    }

    /// Sends a datagram to a host and a port; as [#sendTo(ByteBuffer, String)].
    public void sendTo(ByteBuffer buffer, String host, int port) throws NetException {
        sendTo(buffer, first(Target.of(host, port)));
    }

    /// Sends a datagram to an address of the JDK's.
    public void sendTo(ByteBuffer buffer, InetSocketAddress address) throws NetException {
        sendTo(buffer, first(Target.of(address)));
    }

    /// Sends a datagram to `address` from `from`: one of the addresses of this machine, with the socket's
    /// port.
    ///
    /// A server that is bound to all addresses (`0.0.0.0`, `::`) answers so from the address that was asked,
    /// which [Received#localAddress] says; else the system chooses one, and a client that is connected to the
    /// other does not hear it. [#localAddress()] is always allowed, and where that is unspecified the system
    /// chooses:
    ///
    /// ```java
    /// socket.sendTo(buffer, received.sender(), received.localAddress().orElse(socket.localAddress()));
    /// ```
    ///
    /// `INVALID_INPUT` for another port; `INVALID_INPUT` or `NETWORK_UNREACHABLE`, as the system has it, for
    /// what is no address of this machine; `ADDRESS_FAMILY_UNSUPPORTED` for an IPv6 one on an IPv4 socket;
    /// otherwise as [#sendTo(ByteBuffer, String)]. On the jdk platform another address than the socket's
    /// own is `UNSUPPORTED`. RFC 3542 section 6.2; ip(7), `IP_PKTINFO`.
    public void sendTo(ByteBuffer buffer, SocketAddr address, SocketAddr from) throws NetException {
        if (!trySendTo(buffer, address, from)) {
            long deadline = shared.deadline(shared.writeTimeout.nanos());
            do {
                blockUntilWritable(address, deadline);
            } while (!trySendTo(buffer, address, from));
        }
    }

    /// As [#sendTo(ByteBuffer, SocketAddr, SocketAddr)] if there is room for it now; false if not.
    public boolean trySendTo(ByteBuffer buffer, SocketAddr address, SocketAddr from) throws NetException {
        try {
            shared.checkOpen(handle, "send");
            checkReceiver(address, "send");
            shared.didNotWait(0);
            return shared.socket.trySend(buffer, address, from);
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    private SocketAddr first(Target target) throws NetException {
        return target.resolve("send", shared.platform, Scope.current().deadline())
                .getFirst();
    }

    /// Makes `"host:port"` the peer, the first address of a name that can be; again for another one. No packet
    /// is sent.
    public void connect(String hostAndPort) throws NetException {
        connect(Target.of(hostAndPort));
    }

    /// Makes a host and a port the peer; as [#connect(String)].
    public void connect(String host, int port) throws NetException {
        connect(Target.of(host, port));
    }

    /// Makes an address the peer; as [#connect(String)].
    public void connect(InetSocketAddress address) throws NetException {
        connect(Target.of(address));
    }

    private void connect(Target target) throws NetException {
        shared.checkOpen(handle, "connect");
        var addresses = target.resolve(
                        "connect", shared.platform, Scope.current().deadline())
                .iterator();
        for (; ; ) {
            try {
                connect(addresses.next());
                return;
            } catch (NetException e) {
                if (!addresses.hasNext()) {
                    throw e;
                }
            }
        }
    }

    /// Receives the datagrams that are there, up to one for each place of the batch, waiting until there is
    /// one; returns how many, at least 1. What was in the batch before is gone.
    ///
    /// Faster than one by one where many come: on the linux platform, one system call takes up to 64. Fails as
    /// [#recvFrom]; a failure behind the first datagram is told by the next call.
    ///
    /// {@snippet file="dev/minato/examples/udp/BatchEcho.java" region="echo"}
    public int recvBatch(DatagramBatch batch) throws NetException {
        int count = tryRecvBatch(batch);
        while (count == 0) {
            block(Interest.READABLE, shared.readTimeout, "receive");
            count = tryRecvBatch(batch);
        }
        return count;
    }

    /// Receives the datagrams that are there now, up to one for each place; returns how many, which may be 0.
    public int tryRecvBatch(DatagramBatch batch) throws NetException {
        batch.clear();
        try {
            shared.checkOpen(handle, "receive");
            shared.didNotWait(0);
            return batch.received(shared.socket.tryReceive(batch.places()));
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    /// Sends the datagrams of the batch that were not sent yet, as many as the system takes at once, waiting
    /// until it takes one; returns how many went. [DatagramBatch#unsent] says how many are left; calling again
    /// sends those.
    ///
    /// Fails with what the first of them fails with, as [#sendTo]; one that fails behind it fails again as the
    /// first of the next call. It can be left out with [DatagramBatch#skip]. 0 if nothing is left to send.
    public int sendBatch(DatagramBatch batch) throws NetException {
        int count = trySendBatch(batch);
        while (count == 0 && batch.unsent() > 0) {
            block(Interest.WRITABLE, shared.writeTimeout, "send");
            count = trySendBatch(batch);
        }
        return count;
    }

    /// Sends those of the batch that were not sent yet and that the system takes now; returns how many, which
    /// may be 0.
    public int trySendBatch(DatagramBatch batch) throws NetException {
        try {
            shared.checkOpen(handle, "send");
            if (batch.unsent() == 0) {
                return 0;
            }
            DatagramSlot<SocketAddr> next = batch.places().get(batch.next());
            if (next.hasAddress()) {
                checkReceiver(next.address(), "send");
            }
            shared.didNotWait(0);
            return batch.sent(shared.socket.trySend(batch.places(), batch.next(), batch.count()));
        } catch (NetException e) {
            throw e.withAddress(batch.nextReceiver().orElseGet(this::peerOrSelf));
        }
    }

    /// Whether each receive says to which address of this machine a datagram was sent.
    public boolean receiveLocalAddress() throws NetException {
        return option(SocketOptions.RECEIVE_LOCAL_ADDRESS);
    }

    /// Asks the system to say of each datagram to which address of this machine it was sent:
    /// [Received#localAddress], [DatagramBatch#localAddress]. Off at first, as it makes a receive a little
    /// slower.
    ///
    /// For all clones; what had come before may be without. `UNSUPPORTED` on the jdk platform. RFC 3542
    /// section 6.2; ip(7), `IP_PKTINFO`.
    public void setReceiveLocalAddress(boolean receive) throws NetException {
        setOption(SocketOptions.RECEIVE_LOCAL_ADDRESS, receive);
    }

    /// Whether datagrams may be sent to broadcast addresses.
    public boolean broadcast() throws NetException {
        return option(StandardSocketOptions.SO_BROADCAST);
    }

    /// Allows datagrams to broadcast addresses, such as `255.255.255.255`; without it they fail with
    /// `PERMISSION_DENIED`. Off at first. IPv6 has no broadcast.
    public void setBroadcast(boolean broadcast) throws NetException {
        setOption(StandardSocketOptions.SO_BROADCAST, broadcast);
    }

    /// How many routers a datagram to one receiver may pass (the hop limit of IPv6). `UNSUPPORTED` on the jdk
    /// platform.
    public int ttl() throws NetException {
        return option(SocketOptions.TTL);
    }

    /// Limits the routers that a datagram to one receiver may pass: 1 to 255 (`INVALID_INPUT`). `UNSUPPORTED`
    /// on the jdk platform.
    public void setTtl(int ttl) throws NetException {
        setNumber(SocketOptions.TTL, 1, 255, ttl);
    }

    /// Receives what is sent to an IPv4 group, at the port that this socket is bound to: bind to
    /// `0.0.0.0:port`, with `reuseAddress` if others on this machine are to hear it too.
    ///
    /// The interface is the one that has `interfaceAddress`; `0.0.0.0` leaves it to the system.
    /// `INVALID_INPUT` if `group` is no group, `NOT_FOUND` if no interface has the address, `ADDRESS_IN_USE`
    /// if it was joined before.
    ///
    /// Linux delivers to a socket bound to `0.0.0.0` what any socket of the machine has joined.
    ///
    /// {@snippet file="dev/minato/examples/udp/GroupChat.java" region="join"}
    public void joinMulticastV4(Ipv4Addr group, Ipv4Addr interfaceAddress) throws NetException {
        join(new Membership(group, Optional.empty(), interfaceAddress, 0));
    }

    /// As [#joinMulticastV4], hearing `source` only (RFC 4607); join again for another source.
    public void joinMulticastV4(Ipv4Addr group, Ipv4Addr source, Ipv4Addr interfaceAddress) throws NetException {
        join(new Membership(group, Optional.of(source), interfaceAddress, 0));
    }

    /// Ends [#joinMulticastV4] with the same arguments; `ADDRESS_NOT_AVAILABLE` if that was not joined.
    public void leaveMulticastV4(Ipv4Addr group, Ipv4Addr interfaceAddress) throws NetException {
        leave(new Membership(group, Optional.empty(), interfaceAddress, 0));
    }

    /// Ends [#joinMulticastV4(Ipv4Addr, Ipv4Addr, Ipv4Addr)]; as [#leaveMulticastV4(Ipv4Addr, Ipv4Addr)].
    public void leaveMulticastV4(Ipv4Addr group, Ipv4Addr source, Ipv4Addr interfaceAddress) throws NetException {
        leave(new Membership(group, Optional.of(source), interfaceAddress, 0));
    }

    /// Receives what is sent to an IPv6 group, through the interface with that number (as `ip link` shows it);
    /// 0 leaves it to the system. `ADDRESS_FAMILY_UNSUPPORTED` on an IPv4 socket; otherwise as
    /// [#joinMulticastV4].
    public void joinMulticastV6(Ipv6Addr group, int interfaceIndex) throws NetException {
        join(new Membership(group, Optional.empty(), Ipv4Addr.UNSPECIFIED, interfaceIndex));
    }

    /// As [#joinMulticastV6], hearing `source` only; join again for another source.
    public void joinMulticastV6(Ipv6Addr group, Ipv6Addr source, int interfaceIndex) throws NetException {
        join(new Membership(group, Optional.of(source), Ipv4Addr.UNSPECIFIED, interfaceIndex));
    }

    /// Ends [#joinMulticastV6] with the same arguments; `ADDRESS_NOT_AVAILABLE` if that was not joined.
    public void leaveMulticastV6(Ipv6Addr group, int interfaceIndex) throws NetException {
        leave(new Membership(group, Optional.empty(), Ipv4Addr.UNSPECIFIED, interfaceIndex));
    }

    /// Ends [#joinMulticastV6(Ipv6Addr, Ipv6Addr, int)]; as [#leaveMulticastV6(Ipv6Addr, int)].
    public void leaveMulticastV6(Ipv6Addr group, Ipv6Addr source, int interfaceIndex) throws NetException {
        leave(new Membership(group, Optional.of(source), Ipv4Addr.UNSPECIFIED, interfaceIndex));
    }

    private void join(Membership membership) throws NetException {
        try {
            checkGroup(membership, "join");
            shared.socket.join(membership);
        } catch (NetException e) {
            throw e.withAddress(membership.group());
        }
    }

    private void leave(Membership membership) throws NetException {
        try {
            checkGroup(membership, "leave");
            shared.socket.leave(membership);
        } catch (NetException e) {
            throw e.withAddress(membership.group());
        }
    }

    private void checkGroup(Membership membership, String operation) throws NetException {
        shared.checkOpen(handle, operation);
        IpAddr group = membership.group();
        if (!group.isMulticast()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "not the address of a group");
        }
        if (group.isIpv6() && !localAddress().isIpv6()) {
            throw NetException.of(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, operation);
        }
        Check.within(0, Integer.MAX_VALUE, membership.interfaceIndex(), operation);
    }

    /// Whether datagrams that this socket sends to groups come back to this machine.
    public boolean multicastLoop() throws NetException {
        return option(SocketOptions.MULTICAST_LOOP);
    }

    /// Chooses whether datagrams that this socket sends to groups of its family come back to this machine;
    /// they do at first. (On Windows it is the receiver that chooses.)
    public void setMulticastLoop(boolean loop) throws NetException {
        setOption(SocketOptions.MULTICAST_LOOP, loop);
    }

    /// How many routers a datagram to a group may pass, plus one; 1 at first: the local network.
    public int multicastTtl() throws NetException {
        return option(SocketOptions.MULTICAST_TTL);
    }

    /// Limits how far a datagram to a group of the socket's family goes: 0 (this machine) to 255
    /// (`INVALID_INPUT`).
    public void setMulticastTtl(int ttl) throws NetException {
        setNumber(SocketOptions.MULTICAST_TTL, 0, 255, ttl);
    }

    /// The number of the interface through which datagrams to groups go; 0 if the system chooses.
    /// `UNSUPPORTED` on an IPv4 socket of the linux platform: Linux does not tell.
    public int multicastInterface() throws NetException {
        return option(SocketOptions.MULTICAST_INTERFACE);
    }

    /// Chooses the interface, by its number, through which datagrams to groups go. `NOT_FOUND` (linux:
    /// `ADDRESS_NOT_AVAILABLE` on an IPv4 socket) if there is none with that number.
    public void setMulticastInterface(int index) throws NetException {
        setOption(
                SocketOptions.MULTICAST_INTERFACE,
                Check.within(1, Integer.MAX_VALUE, index, "set MULTICAST_INTERFACE"));
    }

    /// A second handle on the same socket. `CLOSED` if this one is closed.
    public UdpSocket tryClone() throws NetException {
        return new UdpSocket(shared, shared.clone(handle));
    }

    /// `udp 127.0.0.1:9000`, with the peer behind an arrow if there is one.
    @Override
    public String toString() {
        return described("udp ");
    }
}
