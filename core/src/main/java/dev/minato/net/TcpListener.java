package dev.minato.net;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Deadline;
import dev.minato.platform.Handle;
import dev.minato.platform.Interest;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.TryListener;
import dev.minato.platform.TryStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A TCP socket that listens for connections.
///
/// {@snippet file="dev/minato/examples/tcp/EchoServer.java" region="echo"}
///
/// The backlog, the queue of connections that nobody has accepted yet, holds 1,024 (the system may hold fewer:
/// `net.core.somaxconn` on Linux). Several threads may accept at once; each connection goes to one of them.
/// Modelled on Rust's `std::net::TcpListener`; an expired timeout is always `TIMED_OUT`.
public final class TcpListener implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final Shared<TryListener<SocketAddr>> shared;
    private final Handle handle;
    private final Pauses pauses;

    private TcpListener(Shared<TryListener<SocketAddr>> shared, Handle handle, Pauses pauses) {
        this.shared = shared;
        this.handle = handle;
        this.pauses = pauses;
    }

    /// Binds to `"host:port"` and listens; port 0 lets the system choose, see [#localAddress].
    ///
    /// Each address of a name is tried until one can be bound; if none can, the last failure is thrown. A port
    /// that was used a moment ago can be bound again (`SO_REUSEADDR`, except on Windows).
    ///
    /// `INVALID_INPUT` for text that is no address, `HOST_NOT_FOUND`, `ADDRESS_IN_USE`, `ADDRESS_NOT_AVAILABLE`
    /// (not an address of this machine), `PERMISSION_DENIED` (a privileged port), `TOO_MANY_OPEN_FILES`.
    public static TcpListener bind(String hostAndPort) throws NetException {
        return bind(Target.of(hostAndPort));
    }

    /// Binds to a host and a port; as [#bind(String)].
    public static TcpListener bind(String host, int port) throws NetException {
        return bind(Target.of(host, port));
    }

    /// Binds to an address; as [#bind(String)].
    public static TcpListener bind(SocketAddr address) throws NetException {
        return bind(Target.of(address));
    }

    /// Binds to an address; as [#bind(String)].
    public static TcpListener bind(InetSocketAddress address) throws NetException {
        return bind(Target.of(address));
    }

    private static TcpListener bind(Target target) throws NetException {
        Platform platform = Platform.current();
        TryListener<SocketAddr> socket =
                Binding.first(target, platform, address -> platform.listen(address, BACKLOG, List.of()));
        return new TcpListener(new Shared<>(platform, socket), new Handle(), new Pauses(platform.parking()));
    }

    /// Takes the next connection, waiting until there is one.
    ///
    /// `CONNECTION_ABORTED` for one that died in the queue, `TOO_MANY_OPEN_FILES`, `TIMED_OUT` (the scope's
    /// deadline), `INTERRUPTED`, `CLOSED`, `WOULD_BLOCK` in non-blocking mode. No failure loses a connection
    /// that could be had.
    public TcpStream accept() throws NetException {
        return accept(Deadline.NEVER);
    }

    /// Takes the next connection, waiting for at most `timeout`, which must be positive (`INVALID_INPUT`):
    /// `TIMED_OUT`.
    public TcpStream accept(Duration timeout) throws NetException {
        return accept(Shared.positive(timeout, "accept"));
    }

    private TcpStream accept(long nanos) throws NetException {
        Optional<TcpStream> accepted = tryAccept();
        long deadline = accepted.isPresent() ? Deadline.NEVER : shared.deadline(nanos);
        while (accepted.isEmpty()) {
            awaitConnection(deadline);
            accepted = tryAccept();
        }
        return accepted.get();
    }

    private void awaitConnection(long deadline) throws NetException {
        try {
            if (shared.nonBlocking) {
                throw NetException.of(ErrorKind.WOULD_BLOCK, "accept");
            }
            shared.await(Interest.READABLE, handle, deadline, "accept");
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// Takes the next connection if there is one now; empty if not.
    public Optional<TcpStream> tryAccept() throws NetException {
        try {
            shared.checkOpen(handle, "accept");
            Optional<TryStream<SocketAddr>> accepted = shared.socket.tryAccept();
            return accepted.map(stream -> new TcpStream(shared.platform, stream));
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// Waits until an accept may succeed or fail, and takes no connection: for a loop that wants something else
    /// first, such as a permit. An accept after it may still find nothing, and waits again.
    ///
    /// Waits in non-blocking mode, too. `TIMED_OUT` (the scope's deadline), `INTERRUPTED`, `CLOSED`.
    public void awaitReadable() throws NetException {
        try {
            shared.awaitOnly(Interest.READABLE, handle, Deadline.NEVER, "await readable");
        } catch (NetException e) {
            throw e.withAddress(localAddress());
        }
    }

    /// The connections as they come, for a loop that survives; see [#incoming(Consumer)]. What keeps it from
    /// accepting is logged as a warning.
    public Iterable<TcpStream> incoming() {
        return incoming(Incoming::log);
    }

    /// The connections as they come, without end.
    ///
    /// A connection that died in the queue is passed over. When descriptors run out, the loop pauses for 5 ms,
    /// doubling to 1 s, tries once after each pause, and tells `report` at most once a second. It ends when
    /// this handle is closed, or on an interrupt, whose flag stays set. Anything else is thrown as an
    /// `UncheckedIOException` with the [NetException] inside.
    ///
    /// Each call gives its own loop; connections go to whichever asks first.
    ///
    /// {@snippet file="dev/minato/examples/tcp/AcceptLoop.java" region="incoming"}
    public Iterable<TcpStream> incoming(Consumer<NetException> report) {
        return () -> new Incoming(this, report);
    }

    /// Waits `nanos` on behalf of a loop over this handle: false if the handle was closed or the thread
    /// interrupted.
    boolean pause(long nanos) {
        Scope scope = Scope.current();
        long now = shared.platform.parking().now();
        return pauses.pause(handle, Math.min(scope.deadline(), Deadline.after(now, nanos)));
    }

    long now() {
        return shared.platform.parking().now();
    }

    /// Whether calls that would wait fail with `WOULD_BLOCK` instead.
    public boolean isNonBlocking() {
        return shared.nonBlocking;
    }

    /// Sets non-blocking mode, for all clones. Accepted connections do not inherit it.
    public void setNonBlocking(boolean nonBlocking) {
        shared.nonBlocking = nonBlocking;
    }

    /// The address that it listens at, with the real port.
    public SocketAddr localAddress() {
        return shared.socket.localAddress();
    }

    /// A second handle on the same socket and its backlog. `CLOSED` if this one is closed.
    public TcpListener tryClone() throws NetException {
        return new TcpListener(shared, shared.clone(handle), pauses);
    }

    /// Whether this handle is open.
    public boolean isOpen() {
        return !handle.isClosed();
    }

    /// Closes this handle, and with the last one the socket: then the port is free, and connections that nobody
    /// had accepted are reset. Calls that wait through this handle end with `CLOSED`. Closing again does
    /// nothing.
    @Override
    public void close() throws NetException {
        shared.close(handle);
        pauses.end(handle);
    }

    /// `tcp 127.0.0.1:7878`.
    @Override
    public String toString() {
        return "tcp " + localAddress();
    }
}
