package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.handle.SocketHandle;
import dev.minato.platform.DatagramError;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.TryDatagram;
import java.net.StandardSocketOptions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The IP side of a [UdpSocket]: what the kernel says beside the datagrams, and how packets travel.
abstract class IpSocket extends MulticastSocket {
    private static final int ECN_BITS = 3;

    IpSocket(Platform platform, TryDatagram<SocketAddr> socket) {
        super(platform, socket);
    }

    IpSocket(SocketHandle<TryDatagram<SocketAddr>> handle) {
        super(handle);
    }

    /// Whether each receive says to which address of this machine a datagram was sent.
    public boolean receiveLocalAddress() throws NetException {
        return option(PlatformOptions.RECEIVE_LOCAL_ADDRESS);
    }

    /// Has the kernel report with each datagram to which address of this machine it was sent:
    /// [Received#localAddress], [DatagramBatch#localAddress]. Off by default, as it makes a receive a little
    /// slower.
    ///
    /// For all clones; what had come before may be without. `UNSUPPORTED` on the jdk platform. RFC 3542
    /// section 6.2; ip(7), `IP_PKTINFO`.
    public void setReceiveLocalAddress(boolean receive) throws NetException {
        setOption(PlatformOptions.RECEIVE_LOCAL_ADDRESS, receive);
    }

    /// Returns how many datagrams the kernel has dropped since this socket was opened, for all clones
    /// together: there was no room for them in the receive buffer, as the program did not keep up, or their
    /// checksums were wrong.
    ///
    /// It is the number that `ss -m` shows as `d`. Begins anew after 2^32. Does not wait. `CLOSED`.
    /// `UNSUPPORTED` on the jdk platform.
    public long droppedDatagrams() throws NetException {
        return Integer.toUnsignedLong(option(PlatformOptions.DROPPED_DATAGRAMS));
    }

    /// Whether datagrams may be sent to broadcast addresses.
    public boolean broadcast() throws NetException {
        return option(StandardSocketOptions.SO_BROADCAST);
    }

    /// Allows datagrams to broadcast addresses, such as `255.255.255.255`; without it they fail with
    /// `PERMISSION_DENIED`. Off by default. IPv6 has no broadcast.
    public void setBroadcast(boolean broadcast) throws NetException {
        setOption(StandardSocketOptions.SO_BROADCAST, broadcast);
    }

    /// How many routers a datagram to one receiver may pass (the hop limit of IPv6). `UNSUPPORTED` on the jdk
    /// platform.
    public int ttl() throws NetException {
        return option(PlatformOptions.TTL);
    }

    /// Limits the routers that a datagram to one receiver may pass: 1 to 255. `UNSUPPORTED` on the jdk
    /// platform.
    ///
    /// @throws IllegalArgumentException if `ttl` is not from 1 to 255
    public void setTtl(int ttl) throws NetException {
        setNumber(PlatformOptions.TTL, 1, 255, ttl);
    }

    /// Whether a datagram that is too long for the path fails, instead of going in fragments.
    public boolean dontFragment() throws NetException {
        return option(PlatformOptions.DONT_FRAGMENT);
    }

    /// Lets a datagram that is longer than a packet on the path to its receiver ([#pathMtu]) fail with
    /// `MESSAGE_TOO_LONG`, instead of sending it in fragments; no router makes fragments of the others,
    /// either. Off by default: one lost fragment is the loss of all.
    ///
    /// The kernel learns the maximum of a path from routers: one that has to drop a datagram says so, and the
    /// next one of that length fails. Some say nothing: a datagram that vanishes may have been too long. RFC
    /// 1191, RFC 8201; ip(7), `IP_MTU_DISCOVER`.
    public void setDontFragment(boolean dontFragment) throws NetException {
        setOption(PlatformOptions.DONT_FRAGMENT, dontFragment);
    }

    /// Returns how many bytes a packet to the connected peer has at most, as far as the kernel knows, with
    /// its headers: those are 28 bytes for IPv4, 48 for IPv6.
    ///
    /// At first it is what the local network takes; less once a router has said so. `NOT_CONNECTED` without a
    /// peer. `UNSUPPORTED` on the jdk platform. ip(7), `IP_MTU`.
    public int pathMtu() throws NetException {
        return option(PlatformOptions.PATH_MTU);
    }

    /// Returns what each datagram that is received comes with, beside its addresses.
    public Set<DatagramField> receiveFields() throws NetException {
        var fields = EnumSet.noneOf(DatagramField.class);
        for (DatagramField field : DatagramField.values()) {
            if (option(field.option())) {
                fields.add(field);
            }
        }
        return fields;
    }

    /// Has the kernel say these of each datagram, and no others: [Received#ecn], [Received#hopLimit],
    /// [Received#timeNanos], and the same of a [DatagramBatch]. None by default, as they make a receive a
    /// little slower.
    ///
    /// For all clones; what had come before may be without. `UNSUPPORTED` on the jdk platform. ip(7),
    /// ipv6(7), socket(7).
    public void setReceiveFields(Set<DatagramField> fields) throws NetException {
        Objects.requireNonNull(fields, "fields");
        for (DatagramField field : DatagramField.values()) {
            setOption(field.option(), fields.contains(field));
        }
    }

    /// The ECN mark that datagrams are sent with; `NOT_ECT` by default.
    public Ecn ecn() throws NetException {
        return Ecn.of(option(StandardSocketOptions.IP_TOS) & ECN_BITS).orElseThrow();
    }

    /// Sends datagrams with that ECN mark from now on, for all clones. The receiver hears of congestion from
    /// `CE`, and tells the sender in a way of the protocol's own, such as QUIC's (RFC 9000 section 13.4); who
    /// does not react to it must not set one. [DatagramBatch#setEcn] marks one datagram.
    public void setEcn(Ecn ecn) throws NetException {
        int codepoint = Objects.requireNonNull(ecn, "ecn").codepoint();
        setOption(StandardSocketOptions.IP_TOS, option(StandardSocketOptions.IP_TOS) & ~ECN_BITS | codepoint);
    }

    /// Whether the ICMP errors that datagrams cause are kept for [#tryReceiveError].
    public boolean receiveErrors() throws NetException {
        return option(PlatformOptions.RECEIVE_ERRORS);
    }

    /// Has the kernel keep the ICMP errors that datagrams of this socket cause, also without a peer: who does
    /// not listen, is unreachable, or has to be sent less. Off by default. For all clones.
    ///
    /// Then **a receive that finds no datagram fails with the error**, once for each: its kind, the receiver
    /// of the datagram that failed, and who reported it. [#tryReceiveError] then has the same as a value, and
    /// those that came after it. A send does not fail for an earlier datagram any more.
    ///
    /// {@snippet file="dev/minato/examples/udp/UdpProbe.java" region="probe"}
    ///
    /// An error takes its room from the receive buffer until a receive has told of it. Wait for it with a
    /// receive or [#awaitReadable]. `UNSUPPORTED` on the jdk platform. ip(7), `IP_RECVERR`.
    public void setReceiveErrors(boolean receive) throws NetException {
        setOption(PlatformOptions.RECEIVE_ERRORS, receive);
    }

    /// Takes the oldest ICMP error that datagrams of this socket caused; empty if there is none now, or the
    /// socket does not keep them ([#setReceiveErrors]).
    ///
    /// Of those that a receive has told of, the last one is kept. Does not wait. `CLOSED`; `UNSUPPORTED` on
    /// the jdk platform.
    public Optional<DatagramError> tryReceiveError() throws NetException {
        return handle.call("receive error", TryDatagram::tryReceiveError);
    }
}
