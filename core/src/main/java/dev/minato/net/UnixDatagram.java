package dev.minato.net;

import dev.minato.address.UnixAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.connect.UnixTarget;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.path.StalePath;
import dev.minato.platform.Platform;
import dev.minato.platform.TryDatagram;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

/// A Unix datagram socket: whole messages between processes of one machine, named by a path or, on Linux, by
/// an abstract name.
///
/// {@snippet file="dev/minato/examples/unix/LogSink.java" region="sink"}
///
/// Unlike UDP nothing is lost or comes in another order, and a sender waits while the receiver's queue is full
/// (on Linux it holds `net.unix.max_dgram_qlen` + 1, usually 11). A receiver that is never bound has no
/// address that could be answered; a datagram that is longer than the buffer is cut, and
/// [UnixReceived#truncated] says so. **After a timeout or an interrupt** nothing is lost, and the socket can
/// be used on. Several threads may send and receive at once; each datagram goes to one of them.
///
/// **What sending and connecting may fail with**: `NOT_FOUND` for a path that is not there,
/// `CONNECTION_REFUSED` if nobody has bound it any more, `PERMISSION_DENIED` without the right to write to it,
/// or if its socket is connected to somebody else, `INVALID_INPUT` if it is a stream's or unnamed,
/// `MESSAGE_TOO_LONG` beyond what the send buffer takes. A connected socket receives from its peer only; once
/// the peer is closed, a send fails with `CONNECTION_REFUSED`. A receive hears nothing of that close and goes
/// on waiting: give it a timeout, or let the last datagram say that it is the last.
///
/// **The path** stays behind when the socket is closed: delete it, or bind with [#bindRemovingStale]. A wait
/// for room in the queue of one who is not the connected peer looks again every 1 to 64 ms, since the kernel
/// does not say when there is room.
///
/// `UNSUPPORTED` on the jdk platform. Modelled on Rust's `std::os::unix::net::UnixDatagram`; see unix(7).
public final class UnixDatagram extends DatagramSocket<UnixAddr, UnixReceived, UnixDatagramBatch> implements Pollable {
    UnixDatagram(Platform platform, TryDatagram<UnixAddr> socket) {
        super(platform, socket);
    }

    private UnixDatagram(SocketHandle<TryDatagram<UnixAddr>> handle) {
        super(handle);
    }

    @Override
    UnixReceived holder() {
        return new UnixReceived();
    }

    @Override
    void checkReceiver(UnixAddr address, String operation) throws NetException {
        if (address.isUnnamed()) {
            throw NetException.of(ErrorKind.INVALID_INPUT, operation, "nothing can be sent to an unnamed socket");
        }
    }

    /// Binds to an address, making its path. An unnamed one leaves the socket unbound, as [#unbound] does: it
    /// has no name, and cannot be answered.
    ///
    /// `ADDRESS_IN_USE` if there is something at the path, even if nobody uses it; `NOT_FOUND` without its
    /// directory, `PERMISSION_DENIED`, `TOO_MANY_OPEN_FILES`, `UNSUPPORTED`.
    public static UnixDatagram bind(UnixAddr address) throws NetException {
        Objects.requireNonNull(address, "address");
        Platform platform = Platform.current();
        try {
            return StalePath.bind(() -> new UnixDatagram(platform, platform.openUnixDatagram(address)));
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// Binds to a path; as [#bind(UnixAddr)]. `INVALID_INPUT` for one that is empty or longer than 107 bytes.
    public static UnixDatagram bind(String path) throws NetException {
        return bind(UnixTarget.of(path, "bind"));
    }

    /// Binds to a path; as [#bind(String)].
    public static UnixDatagram bind(Path path) throws NetException {
        return bind(UnixTarget.of(path, "bind"));
    }

    /// As [#bind(UnixAddr)], and first deletes what another process left at the path: a socket that nobody has
    /// bound, and nothing else; see [UnixListenerOptions#removeStale].
    public static UnixDatagram bindRemovingStale(UnixAddr address) throws NetException {
        Objects.requireNonNull(address, "address");
        Platform platform = Platform.current();
        try {
            StalePath.Bind<UnixDatagram> bind = () -> new UnixDatagram(platform, platform.openUnixDatagram(address));
            return platform.capabilities().unixDatagrams()
                    ? StalePath.removeAndBind(platform, address, bind)
                    : bind.bind();
        } catch (NetException e) {
            throw e.withAddress(address);
        }
    }

    /// As [#bindRemovingStale(UnixAddr)], for a path.
    public static UnixDatagram bindRemovingStale(String path) throws NetException {
        return bindRemovingStale(UnixTarget.of(path, "bind"));
    }

    /// As [#bindRemovingStale(UnixAddr)], for a path.
    public static UnixDatagram bindRemovingStale(Path path) throws NetException {
        return bindRemovingStale(UnixTarget.of(path, "bind"));
    }

    /// A socket without an address, to send with. `TOO_MANY_OPEN_FILES`, `UNSUPPORTED`.
    public static UnixDatagram unbound() throws NetException {
        return bind(UnixAddr.unnamed());
    }

    /// Two sockets without addresses that are connected to each other.
    ///
    /// @param first one
    /// @param second the other
    public record Pair(UnixDatagram first, UnixDatagram second) implements SocketPair {
        /// Both of them.
        public Pair {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }
    }

    /// Two sockets that are connected to each other. `TOO_MANY_OPEN_FILES`, `UNSUPPORTED`.
    public static Pair pair() throws NetException {
        Platform platform = Platform.current();
        var ends = platform.unixDatagramPair();
        return new Pair(new UnixDatagram(platform, ends.first()), new UnixDatagram(platform, ends.second()));
    }

    /// Sends a datagram to the socket at a path; as with an address.
    public void sendTo(ByteBuffer buffer, String path) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        sendTo(buffer, UnixTarget.of(path, "send"));
    }

    /// Sends a datagram to the socket at a path; as with an address.
    public void sendTo(ByteBuffer buffer, Path path) throws NetException {
        Objects.requireNonNull(buffer, "buffer");
        sendTo(buffer, UnixTarget.of(path, "send"));
    }

    /// Makes the socket at a path the peer, again for another one.
    public void connect(String path) throws NetException {
        connect(UnixTarget.of(path, "connect"));
    }

    /// Makes the socket at a path the peer; as [#connect(String)].
    public void connect(Path path) throws NetException {
        connect(UnixTarget.of(path, "connect"));
    }

    /// A second handle on the same socket. `CLOSED` if this one is closed.
    public UnixDatagram tryClone() throws NetException {
        return new UnixDatagram(handle.tryClone());
    }

    /// `datagram unix /run/x.sock`, with the peer behind an arrow if there is one.
    @Override
    public String toString() {
        return described("datagram ");
    }
}
