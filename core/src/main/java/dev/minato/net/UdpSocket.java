package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.connect.Target;
import dev.minato.net.handle.SocketHandle;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.Scope;
import dev.minato.platform.TryDatagram;
import java.nio.ByteBuffer;
import java.util.Objects;

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
/// nothing says whether it arrived; [#setReceiveErrors] has the ICMP messages that say that it did not.
///
/// **The jdk platform** refuses another address than the peer's on a connected socket with
/// `ALREADY_CONNECTED`, and cannot send an empty datagram with [#send] (`UNSUPPORTED`); connecting loses
/// datagrams that came before it and were not received yet, so connect before the peer has reason to send. It
/// has no [#ttl].
///
/// The protocol is RFC 768; modelled on Rust's `std::net::UdpSocket`.
public final class UdpSocket extends IpSocket implements Pollable {
    UdpSocket(Platform platform, TryDatagram<SocketAddr> socket) {
        super(platform, socket);
    }

    private UdpSocket(SocketHandle<TryDatagram<SocketAddr>> handle) {
        super(handle);
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

    /// Binds to `"host:port"`, the first address of a name that can be; port 0 lets the kernel choose.
    ///
    /// `INVALID_INPUT` for text that is no address, `HOST_NOT_FOUND`, `ADDRESS_IN_USE`,
    /// `ADDRESS_NOT_AVAILABLE`, `PERMISSION_DENIED`, `TOO_MANY_OPEN_FILES`.
    public static UdpSocket bind(String hostAndPort) throws NetException {
        return options().bind(hostAndPort);
    }

    /// Binds to a host and a port; as [#bind(String)].
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public static UdpSocket bind(String host, int port) throws NetException {
        return options().bind(host, port);
    }

    /// Binds to an address; as [#bind(String)].
    public static UdpSocket bind(SocketAddr address) throws NetException {
        return options().bind(address);
    }

    /// Binds a client's socket for the peer at `"host:port"`, whatever family that is of: to `0.0.0.0` or
    /// `[::]`, and a port that the kernel chooses. Sends nothing, and does not connect.
    ///
    /// Of a name, the first address decides whose family can be bound. Fails as [#bind(String)], and with
    /// `ADDRESS_FAMILY_UNSUPPORTED` where this machine has no such addresses.
    public static UdpSocket bindFor(String hostAndPort) throws NetException {
        return options().bindFor(hostAndPort);
    }

    /// Binds a socket for the peer at a host and a port; as [#bindFor(String)].
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public static UdpSocket bindFor(String host, int port) throws NetException {
        return options().bindFor(host, port);
    }

    /// Binds a socket for a peer; as [#bindFor(String)]. For an IPv4-mapped address, one of IPv6.
    public static UdpSocket bindFor(SocketAddr peer) throws NetException {
        return options().bindFor(peer);
    }

    /// Options to bind a socket with: `UdpSocket.options().reuseAddress(true).bind("0.0.0.0:5353")`.
    public static UdpSocketOptions options() {
        return UdpSocketOptions.DEFAULTS;
    }

    /// Sends a datagram to `"host:port"`, to the first address of a name; as with an address.
    ///
    /// Looks the name up each time: resolve once where speed matters.
    public void sendTo(ByteBuffer buffer, String hostAndPort) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        sendTo(buffer, first(Target.of(hostAndPort)));
    }

    /// Sends a datagram to a host and a port; as [#sendTo(ByteBuffer, String)].
    public void sendTo(ByteBuffer buffer, String host, int port) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        sendTo(buffer, first(Target.of(host, port)));
    }

    /// Sends a datagram to `address` from `from`: one of the addresses of this machine, with the socket's
    /// port.
    ///
    /// A server that is bound to all addresses (`0.0.0.0`, `::`) answers so from the address that was asked,
    /// which [Received#localAddress] says; else the kernel chooses one, and a client that is connected to the
    /// other does not hear it. [#localAddress()] is always allowed, and where that is unspecified the kernel
    /// chooses:
    ///
    /// ```java
    /// socket.sendTo(buffer, received.sender(), received.localAddress().orElse(socket.localAddress()));
    /// ```
    ///
    /// `INVALID_INPUT` for another port; `INVALID_INPUT` or `NETWORK_UNREACHABLE`, as the kernel has it, for
    /// what is no address of this machine; `ADDRESS_FAMILY_UNSUPPORTED` for an IPv6 one on an IPv4 socket;
    /// otherwise as [#sendTo(ByteBuffer, String)]. On the jdk platform another address than the socket's
    /// own is `UNSUPPORTED`. RFC 3542 section 6.2; ip(7), `IP_PKTINFO`.
    public void sendTo(ByteBuffer buffer, SocketAddr address, SocketAddr from) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(from, "from");
        if (!trySendTo(buffer, address, from)) {
            long deadline = handle.deadline(handle.writeTimeout().nanos());
            do {
                blockUntilWritable(address, deadline);
            } while (!trySendTo(buffer, address, from));
        }
    }

    /// As [#sendTo(ByteBuffer, SocketAddr, SocketAddr)] if there is room for it now; false if not.
    public boolean trySendTo(ByteBuffer buffer, SocketAddr address, SocketAddr from) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(from, "from");
        try {
            handle.checkOpen("send");
            checkReceiver(address, "send");
            handle.spend(0);
            return handle.socket().trySend(buffer, address, from);
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    private SocketAddr first(Target target) throws NetException {
        return target.resolve("send", Scope.current().deadline()).getFirst();
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

    private void connect(Target target) throws NetException {
        handle.run(
                "connect",
                _ -> target.first("connect", address -> {
                    connect(address);
                    return address;
                }));
    }

    /// Sends what remains in the buffer to `address` as datagrams of `segmentSize` bytes each, of which the last
    /// may have fewer: a burst, many times cheaper than one by one where the kernel or the device does the
    /// cutting ([#segmentationOffload]).
    ///
    /// {@snippet file="dev/minato/examples/udp/BurstSend.java" region="send"}
    ///
    /// Sends as many at once as there may be, and waits while there is no room for more, one write timeout for all
    /// waits together. The position is behind those that went, also after a failure; nothing is sent twice.
    /// If `segmentSize` bytes or fewer remain, it is one datagram, as with [#sendTo(ByteBuffer, String)].
    ///
    /// Fails as that does. `MESSAGE_TOO_LONG`, too, for segments that are longer than the MTU of the way, even
    /// where a single datagram of that length would be sent in fragments: keep to 1,200 bytes. Kernels from
    /// before 2025 say no more than that they refuse: those segments go in fragments, and the offload is off
    /// from then on. udp(7), `UDP_SEGMENT`.
    ///
    /// @throws IllegalArgumentException if `segmentSize` is less than 1
    public void sendSegments(ByteBuffer buffer, int segmentSize, SocketAddr address) throws NetException {
        if (!trySendSegments(buffer, segmentSize, address)) {
            long deadline = handle.deadline(handle.writeTimeout().nanos());
            do {
                blockUntilWritable(address, deadline);
            } while (!trySendSegments(buffer, segmentSize, address));
        }
    }

    /// Sends a burst to the connected peer; as [#sendSegments(ByteBuffer, int, SocketAddr)]. `NOT_CONNECTED`
    /// without one; `CONNECTION_REFUSED` if nobody is there.
    public void sendSegments(ByteBuffer buffer, int segmentSize) throws NetException {
        long deadline = handle.deadline(handle.writeTimeout().nanos());
        while (!trySendSegments(buffer, segmentSize)) {
            block(Interest.WRITABLE, deadline, "send");
        }
    }

    /// Sends those datagrams of a burst for which there is room now; false if some are left, from the position on.
    public boolean trySendSegments(ByteBuffer buffer, int segmentSize, SocketAddr address) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(address, "address");
        DatagramBatch.checkSegmentSize(segmentSize);
        try {
            handle.checkOpen("send");
            checkReceiver(address, "send");
            handle.spend(0);
            return handle.socket().trySendSegments(buffer, segmentSize, address);
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// As [#trySendSegments(ByteBuffer, int, SocketAddr)], to the connected peer.
    public boolean trySendSegments(ByteBuffer buffer, int segmentSize) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        DatagramBatch.checkSegmentSize(segmentSize);
        try {
            handle.checkOpen("send");
            handle.spend(0);
            return handle.socket().trySendSegments(buffer, segmentSize);
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    /// Whether [#sendSegments] leaves the cutting to the kernel, as far as is known; else the datagrams go one by
    /// one, with as many in a system call as there may be.
    ///
    /// False on the jdk platform, and for a kernel before Linux 4.18. Turns false for good when the kernel or the
    /// network device refuses, which is found out by sending.
    public boolean segmentationOffload() throws NetException {
        return handle.call("get segmentation offload", TryDatagram::segmentationOffload);
    }

    /// Whether the kernel may hand over several datagrams at once.
    public boolean receiveCoalescing() throws NetException {
        return option(PlatformOptions.RECEIVE_COALESCING);
    }

    /// Lets the kernel hand over the datagrams of a burst at once, if they are of one sender and all of one length
    /// but the last: many times cheaper where such bursts come. Off by default.
    ///
    /// Nothing else changes: each receive gets one datagram, of those that came at once one after the other, from
    /// 64 KiB of memory that the socket has for them from then on. [#recvBatch] into places of
    /// [DatagramBatch#BURST_SIZE] bytes gets them as they come, which is the fastest way.
    ///
    /// {@snippet file="dev/minato/examples/udp/BurstEcho.java" region="echo"}
    ///
    /// For all clones. Once on it stays on: turning it off is `INVALID_INPUT`, as the kernel would then hand over
    /// what it has coalesced as one datagram without borders. `UNSUPPORTED` on the jdk platform. udp(7), `UDP_GRO`.
    public void setReceiveCoalescing(boolean coalescing) throws NetException {
        if (!coalescing && receiveCoalescing()) {
            throw NetException.of(
                    ErrorKind.INVALID_INPUT,
                    "set " + PlatformOptions.RECEIVE_COALESCING.name(),
                    "receive coalescing stays on: what is coalesced already would lose its borders");
        }
        setOption(PlatformOptions.RECEIVE_COALESCING, coalescing);
    }

    /// A second handle on the same socket. `CLOSED` if this one is closed.
    public UdpSocket tryClone() throws NetException {
        return new UdpSocket(handle.tryClone());
    }

    /// `udp 127.0.0.1:9000`, with the peer behind an arrow if there is one.
    @Override
    public String toString() {
        return described("udp ");
    }
}
