package dev.minato.net;

import dev.minato.address.UnixAddr;
import dev.minato.address.UnixCredentials;
import dev.minato.error.NetException;
import dev.minato.net.connect.UnixConnector;
import dev.minato.net.connect.UnixTarget;
import dev.minato.net.handle.SocketHandle;
import dev.minato.net.handle.Timeout;
import dev.minato.platform.Platform;
import dev.minato.platform.PlatformOptions;
import dev.minato.platform.TryStream;
import dev.minato.platform.wait.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/// A connection to another process of this machine, through a path or an abstract name.
///
/// {@snippet file="dev/minato/examples/unix/UnixEcho.java" region="client"}
///
/// See [ByteStream] for how reads and writes wait, end and fail. A clone is a second handle on the same
/// connection; the connection closes with its last handle. A client has no name of its own, so the peer of an
/// accepted stream is `unnamed`, and failures name the listener's address on both ends.
///
/// Abstract names, [#pair] and [#peerCredentials] are there on the linux platform; the jdk platform says
/// `UNSUPPORTED`. Modelled on Rust's `std::os::unix::net::UnixStream`; see unix(7).
public final class UnixStream extends SocketStream<UnixAddr> implements ByteStream, Pollable {
    UnixStream(Platform platform, TryStream<UnixAddr> socket) {
        this(SocketHandle.of(platform, socket, UnixStream::errorAddress));
    }

    private UnixStream(SocketHandle<TryStream<UnixAddr>> handle) {
        super(handle);
    }

    /// The listener's address on both ends: a client has none of its own.
    private static UnixAddr errorAddress(TryStream<UnixAddr> socket) {
        return socket.peerAddress().isUnnamed() ? socket.localAddress() : socket.peerAddress();
    }

    /// Connects to the listener at a path.
    ///
    /// Waits while its backlog is full: as long as it takes, or until the deadline of the scope.
    /// `INVALID_INPUT` for a path that is empty or too long (more than 107 bytes; 106 on the jdk platform),
    /// `NOT_FOUND`, `CONNECTION_REFUSED` (nobody listens there any more, or it is no socket),
    /// `PERMISSION_DENIED`, `TIMED_OUT`, `INTERRUPTED`, `TOO_MANY_OPEN_FILES`. A failed call leaves nothing
    /// open.
    public static UnixStream connect(String path) throws NetException {
        return connect(UnixTarget.of(path, "connect"));
    }

    /// Connects to the listener at a path; as [#connect(String)].
    public static UnixStream connect(Path path) throws NetException {
        return connect(UnixTarget.of(path, "connect"));
    }

    /// Connects to the listener at an address, which must not be unnamed; as [#connect(String)].
    public static UnixStream connect(UnixAddr address) throws NetException {
        return connect(address, Deadline.NEVER);
    }

    /// Connects as [#connect(String)], within `timeout`: `TIMED_OUT` when it has passed.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive; nothing was tried then
    public static UnixStream connect(String path, Duration timeout) throws NetException {
        return connect(UnixTarget.of(path, "connect"), timeout);
    }

    /// Connects to a path within `timeout`; as [#connect(String, Duration)].
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive; nothing was tried then
    public static UnixStream connect(Path path, Duration timeout) throws NetException {
        return connect(UnixTarget.of(path, "connect"), timeout);
    }

    /// Connects to an address within `timeout`; as [#connect(String, Duration)].
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive; nothing was tried then
    public static UnixStream connect(UnixAddr address, Duration timeout) throws NetException {
        return connect(address, Timeout.positiveNanos(timeout, "connect"));
    }

    private static UnixStream connect(UnixAddr address, long nanos) throws NetException {
        Platform platform = Platform.current();
        return new UnixStream(platform, UnixConnector.connect(platform, address, nanos));
    }

    /// Two streams that are connected to each other.
    ///
    /// @param first one end
    /// @param second the other
    public record Pair(UnixStream first, UnixStream second) implements SocketPair {
        /// Both of them.
        public Pair {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }
    }

    /// Makes two Unix sockets that are connected to each other, without a name: for two threads, with the
    /// kernel between them. A test of a handler needs none: [ByteStream#pair] is there on every platform.
    ///
    /// `TOO_MANY_OPEN_FILES`; `UNSUPPORTED` on the jdk platform.
    public static Pair pair() throws NetException {
        Platform platform = Platform.current();
        var ends = platform.unixStreamPair();
        return new Pair(new UnixStream(platform, ends.first()), new UnixStream(platform, ends.second()));
    }

    /// Who was at the other end when it connected, as the kernel vouches for it (`SO_PEERCRED`); of a pair,
    /// this process. `CLOSED`; `UNSUPPORTED` on the jdk platform.
    public UnixCredentials peerCredentials() throws NetException {
        return option(PlatformOptions.PEER_CREDENTIALS);
    }

    /// A second handle on the same connection, with the same options and timeouts. Closing one does not close
    /// the other, nor tell the peer; the last close does. `CLOSED` if this one is closed.
    @Override
    public UnixStream tryClone() throws NetException {
        return new UnixStream(handle.tryClone());
    }

    /// Parts the connection; as [ByteStream#split]. The clones that there may be are no part of it.
    @Override
    public Halves<UnixStream> split() throws NetException {
        UnixStream writer = tryClone();
        closesWith(writer);
        return Halves.of(new UnixStream(handle), writer);
    }

    /// `unix (unnamed) → unix /run/x.sock`.
    @Override
    public String toString() {
        return localAddress() + " → " + peerAddress();
    }
}
