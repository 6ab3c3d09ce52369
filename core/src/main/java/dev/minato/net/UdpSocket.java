package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.connect.Target;
import dev.minato.net.handle.SocketHandle;
import dev.minato.platform.DatagramMeta;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
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

    /// Receives the datagrams that are there, up to one for each place of the batch, waiting until there is
    /// one; returns how many, at least 1. What was in the batch before is gone.
    ///
    /// Faster than one by one where many come: on the linux platform, one system call takes up to 64. Fails as
    /// [#recvFrom]; a failure behind the first datagram is reported by the next call.
    ///
    /// {@snippet file="dev/minato/examples/udp/BatchEcho.java" region="echo"}
    public int recvBatch(DatagramBatch batch) throws NetException {
        Objects.requireNonNull(batch, "batch");
        int count = tryRecvBatch(batch);
        while (count == 0) {
            block(Interest.READABLE, "receive");
            count = tryRecvBatch(batch);
        }
        return count;
    }

    /// Receives the datagrams that are there now, up to one for each place; returns how many, which may be 0.
    public int tryRecvBatch(DatagramBatch batch) throws NetException {
        Objects.requireNonNull(batch, "batch");
        batch.clear();
        try {
            handle.checkOpen("receive");
            handle.spend(0);
            return batch.received(handle.socket().tryReceive(batch.places()));
        } catch (NetException e) {
            throw handle.located(e);
        }
    }

    /// Sends the datagrams of the batch that were not sent yet, as many as the kernel takes at once, waiting
    /// until it takes one; returns how many went. [DatagramBatch#unsent] says how many are left; calling again
    /// sends those.
    ///
    /// Fails with what the first of them fails with, as [#sendTo]; one that fails behind it fails again as the
    /// first of the next call. It can be left out with [DatagramBatch#skip]. 0 if nothing is left to send.
    public int sendBatch(DatagramBatch batch) throws NetException {
        Objects.requireNonNull(batch, "batch");
        int count = trySendBatch(batch);
        while (count == 0 && batch.unsent() > 0) {
            block(Interest.WRITABLE, "send");
            count = trySendBatch(batch);
        }
        return count;
    }

    /// Sends those of the batch that were not sent yet and that the kernel takes now; returns how many, which
    /// may be 0.
    public int trySendBatch(DatagramBatch batch) throws NetException {
        Objects.requireNonNull(batch, "batch");
        try {
            handle.checkOpen("send");
            if (batch.unsent() == 0) {
                return 0;
            }
            DatagramMeta<SocketAddr> next = batch.places().get(batch.next()).meta();
            if (next.hasAddress()) {
                checkReceiver(next.address(), "send");
            }
            handle.spend(0);
            return batch.sent(handle.socket().trySend(batch.places(), batch.next(), batch.count()));
        } catch (NetException e) {
            throw batch.nextReceiver().map(e::withAddress).orElseGet(() -> handle.located(e));
        }
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
