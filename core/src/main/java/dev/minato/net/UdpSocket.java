package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryDatagram;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A UDP socket: sends and receives datagrams, whole and one at a time.
///
/// {@snippet file="dev/minato/examples/udp/UdpEcho.java" region="echo"}
///
/// A datagram that is longer than the buffer is cut, and [Received#truncated] says so; an empty datagram has
/// length 0 and is not an end. **After a timeout or an interrupt** nothing is lost, and the socket can be used
/// on. Several threads may send and receive at once; each datagram goes to one of them.
///
/// A connected socket receives from its peer only, and learns that nobody listens there: the next call fails
/// with `CONNECTION_REFUSED`, once. (Windows says so on unconnected sockets too, as `CONNECTION_RESET`; a
/// server's loop goes on.) The protocol is RFC 768; modelled on Rust's `std::net::UdpSocket`.
public final class UdpSocket implements Pollable {
    private static final TryDatagram.DatagramSink<SocketAddr> UNASKED = (_, _, _) -> {};

    final Shared<TryDatagram<SocketAddr>> shared;
    final Handle handle;

    private UdpSocket(Shared<TryDatagram<SocketAddr>> shared, Handle handle) {
        this.shared = shared;
        this.handle = handle;
    }

    /// Binds to `"host:port"`, the first address of a name that can be; port 0 lets the system choose.
    ///
    /// `INVALID_INPUT` for text that is no address, `HOST_NOT_FOUND`, `ADDRESS_IN_USE`,
    /// `ADDRESS_NOT_AVAILABLE`, `PERMISSION_DENIED`, `TOO_MANY_OPEN_FILES`.
    public static UdpSocket bind(String hostAndPort) throws NetException {
        return bind(Target.of(hostAndPort));
    }

    /// Binds to a host and a port; as [#bind(String)].
    public static UdpSocket bind(String host, int port) throws NetException {
        return bind(Target.of(host, port));
    }

    /// Binds to an address; as [#bind(String)].
    public static UdpSocket bind(SocketAddr address) throws NetException {
        return bind(Target.of(address));
    }

    /// Binds to an address; as [#bind(String)].
    public static UdpSocket bind(InetSocketAddress address) throws NetException {
        return bind(Target.of(address));
    }

    private static UdpSocket bind(Target target) throws NetException {
        Platform platform = Platform.current();
        TryDatagram<SocketAddr> socket =
                Binding.first(target, platform, address -> platform.openDatagram(address, List.of()));
        return new UdpSocket(new Shared<>(platform, socket), new Handle());
    }

    /// Receives one datagram into the buffer, from its position, waiting until there is one.
    ///
    /// `into` then says how long it is, how long it was, and who sent it. A buffer without room takes a
    /// datagram all the same, and all of it is cut off. `TIMED_OUT`, `INTERRUPTED`, `CLOSED`, `WOULD_BLOCK`; on
    /// a connected socket `CONNECTION_REFUSED`.
    public void recvFrom(ByteBuffer buffer, Received into) throws NetException {
        while (!tryRecvFrom(buffer, into)) {
            block(Interest.READABLE, shared.readTimeout, "receive");
        }
    }

    /// As [#recvFrom(ByteBuffer, Received)], saying what came in a new holder.
    public Received recvFrom(ByteBuffer buffer) throws NetException {
        var received = new Received();
        recvFrom(buffer, received);
        return received;
    }

    /// Receives one datagram if there is one now; false if not.
    public boolean tryRecvFrom(ByteBuffer buffer, Received into) throws NetException {
        return tryReceive(buffer, into.sink);
    }

    private boolean tryReceive(ByteBuffer buffer, TryDatagram.DatagramSink<SocketAddr> into) throws NetException {
        try {
            shared.checkOpen(handle, "receive");
            return shared.socket.tryReceive(buffer, into);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    /// Receives one datagram from the connected peer: its length, 0 for an empty one, cut to the room in the
    /// buffer.
    ///
    /// `NOT_CONNECTED` without a peer; otherwise as [#recvFrom(ByteBuffer, Received)], which also says whether
    /// it was cut.
    public int recv(ByteBuffer buffer) throws NetException {
        if (shared.socket.peerAddress().isEmpty()) {
            shared.checkOpen(handle, "receive");
            throw NetException.of(ErrorKind.NOT_CONNECTED, "receive").withAddress(localAddress());
        }
        int before = buffer.position();
        while (!tryReceive(buffer, UNASKED)) {
            block(Interest.READABLE, shared.readTimeout, "receive");
        }
        return buffer.position() - before;
    }

    /// Sends what remains in the buffer to `address` as one datagram; nothing remaining is an empty datagram.
    ///
    /// Waits while the system has no room for it. `MESSAGE_TOO_LONG` beyond 65,507 bytes (65,527 for IPv6),
    /// `ADDRESS_FAMILY_UNSUPPORTED` for an IPv6 address on an IPv4 socket, `PERMISSION_DENIED` (broadcast),
    /// `NETWORK_UNREACHABLE`, `HOST_UNREACHABLE`, `TIMED_OUT`, `INTERRUPTED`, `CLOSED`, `WOULD_BLOCK`. The jdk
    /// platform refuses another address than the peer's on a connected socket with `ALREADY_CONNECTED`.
    ///
    /// Sent means that it left the program; nothing says whether it arrived.
    public void sendTo(ByteBuffer buffer, SocketAddr address) throws NetException {
        while (!trySendTo(buffer, address)) {
            block(Interest.WRITABLE, shared.writeTimeout, "send");
        }
    }

    /// Sends a datagram to `"host:port"`, to the first address of a name; as [#sendTo(ByteBuffer, SocketAddr)].
    ///
    /// Looks the name up each time: resolve once where speed matters.
    public void sendTo(ByteBuffer buffer, String hostAndPort) throws NetException {
        sendTo(buffer, first(Target.of(hostAndPort)));
    }

    /// Sends a datagram to a host and a port; as [#sendTo(ByteBuffer, String)].
    public void sendTo(ByteBuffer buffer, String host, int port) throws NetException {
        sendTo(buffer, first(Target.of(host, port)));
    }

    /// Sends a datagram to an address; as [#sendTo(ByteBuffer, SocketAddr)].
    public void sendTo(ByteBuffer buffer, InetSocketAddress address) throws NetException {
        sendTo(buffer, first(Target.of(address)));
    }

    private SocketAddr first(Target target) throws NetException {
        return target.resolve("send", shared.platform, Scope.current().deadline())
                .getFirst();
    }

    /// Sends a datagram if the system takes it now; false if not.
    public boolean trySendTo(ByteBuffer buffer, SocketAddr address) throws NetException {
        try {
            shared.checkOpen(handle, "send");
            checkPort(address, "send");
            return shared.socket.trySend(buffer, address);
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    private static void checkPort(SocketAddr address, String operation) throws NetException {
        if (address.port() == 0) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "nothing can be sent to port 0");
        }
    }

    /// Sends what remains in the buffer to the connected peer as one datagram.
    ///
    /// `NOT_CONNECTED` without a peer; `CONNECTION_REFUSED` if an earlier datagram met a closed port, and then
    /// this one was not sent; otherwise as [#sendTo(ByteBuffer, SocketAddr)]. The jdk platform cannot send an
    /// empty datagram here (`UNSUPPORTED`), only from a socket without a peer.
    public void send(ByteBuffer buffer) throws NetException {
        while (!trySend(buffer)) {
            block(Interest.WRITABLE, shared.writeTimeout, "send");
        }
    }

    /// Sends a datagram to the peer if the system takes it now; false if not.
    public boolean trySend(ByteBuffer buffer) throws NetException {
        try {
            shared.checkOpen(handle, "send");
            return shared.socket.trySend(buffer);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    /// Makes `"host:port"` the peer, the first address of a name that can be; again for another one. No packet
    /// is sent.
    ///
    /// On the jdk platform, datagrams that came before it and were not received yet are lost; so connect before
    /// the peer has reason to send.
    public void connect(String hostAndPort) throws NetException {
        connect(Target.of(hostAndPort));
    }

    /// Makes a host and a port the peer; as [#connect(String)].
    public void connect(String host, int port) throws NetException {
        connect(Target.of(host, port));
    }

    /// Makes an address the peer; as [#connect(String)].
    public void connect(SocketAddr address) throws NetException {
        connect(Target.of(address));
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
            SocketAddr address = addresses.next();
            try {
                checkPort(address, "connect");
                shared.socket.connect(address);
                return;
            } catch (NetException e) {
                if (!addresses.hasNext()) {
                    throw e.withAddress(address);
                }
            }
        }
    }

    private void block(Interest interest, Shared.Timeout timeout, String operation) throws NetException {
        try {
            Shared.check(shared.block(interest, handle, timeout, operation), operation);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    private SocketAddr peerOrSelf() {
        return shared.socket.peerAddress().orElseGet(this::localAddress);
    }

    /// Waits until a receive may succeed, without holding a buffer meanwhile; the read timeout applies.
    public void awaitReadable() throws NetException {
        await(Interest.READABLE, shared.readTimeout.nanos(), "await readable");
    }

    /// As [#awaitReadable()], for at most `timeout`, which must be positive (`INVALID_INPUT`).
    public void awaitReadable(Duration timeout) throws NetException {
        await(Interest.READABLE, Shared.positive(timeout, "await readable"), "await readable");
    }

    /// Waits until a send may succeed; the write timeout applies.
    public void awaitWritable() throws NetException {
        await(Interest.WRITABLE, shared.writeTimeout.nanos(), "await writable");
    }

    /// As [#awaitWritable()], for at most `timeout`, which must be positive (`INVALID_INPUT`).
    public void awaitWritable(Duration timeout) throws NetException {
        await(Interest.WRITABLE, Shared.positive(timeout, "await writable"), "await writable");
    }

    private void await(Interest interest, long nanos, String operation) throws NetException {
        try {
            shared.awaitOnly(interest, handle, nanos, operation);
        } catch (NetException e) {
            throw e.withAddress(peerOrSelf());
        }
    }

    /// Bounds each wait of a receive, for all clones; `INVALID_INPUT` for zero or less.
    ///
    /// A client that asks again, and waits longer each time:
    ///
    /// {@snippet file="dev/minato/examples/udp/TimeClient.java" region="retry"}
    public void setReadTimeout(Duration timeout) throws NetException {
        shared.readTimeout.set(timeout, "set read timeout");
    }

    /// Lets receives wait forever again.
    public void clearReadTimeout() {
        shared.readTimeout.clear();
    }

    /// The bound on each wait of a receive; empty for none, which is the default.
    public Optional<Duration> readTimeout() {
        return shared.readTimeout.get();
    }

    /// Bounds each wait of a send, for all clones; `INVALID_INPUT` for zero or less. Sends rarely wait.
    public void setWriteTimeout(Duration timeout) throws NetException {
        shared.writeTimeout.set(timeout, "set write timeout");
    }

    /// Lets sends wait forever again.
    public void clearWriteTimeout() {
        shared.writeTimeout.clear();
    }

    /// The bound on each wait of a send; empty for none, which is the default.
    public Optional<Duration> writeTimeout() {
        return shared.writeTimeout.get();
    }

    /// Whether calls that would wait fail with `WOULD_BLOCK` instead.
    public boolean isNonBlocking() {
        return shared.nonBlocking;
    }

    /// Sets non-blocking mode, for all clones.
    public void setNonBlocking(boolean nonBlocking) {
        shared.nonBlocking = nonBlocking;
    }

    /// The address that it is bound to, with the real port; connecting may choose the host.
    public SocketAddr localAddress() {
        return shared.socket.localAddress();
    }

    /// The peer; empty if not connected.
    public Optional<SocketAddr> peerAddress() {
        return shared.socket.peerAddress();
    }

    /// A second handle on the same socket. `CLOSED` if this one is closed.
    public UdpSocket tryClone() throws NetException {
        return new UdpSocket(shared, shared.clone(handle));
    }

    /// Whether this handle is open.
    @Override
    public boolean isOpen() {
        return !handle.isClosed();
    }

    /// Closes this handle, and with the last one the socket. Calls that wait through it end with `CLOSED`.
    /// Closing again does nothing.
    @Override
    public void close() throws NetException {
        shared.close(handle);
    }

    /// `udp 127.0.0.1:9000`, with the peer behind an arrow if there is one.
    @Override
    public String toString() {
        return "udp " + localAddress() + peerAddress().map(peer -> " → " + peer).orElse("");
    }
}
