package dev.minato.client;

import dev.minato.address.SocketAddr;
import dev.minato.client.ClientSettings.Framing;
import dev.minato.client.ClientSettings.Matching;
import dev.minato.client.ClientSettings.Times;
import dev.minato.net.TcpStream;
import dev.minato.net.TcpStreamOptions;
import dev.minato.net.UnixStream;
import dev.minato.net.option.Bounds;
import dev.minato.platform.wait.Deadline;
import dev.minato.task.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The settings of a [TcpClient] that is still to be made: an address or a [Connector], and what differs from the
/// defaults.
///
/// Each method changes this builder and returns it. For one thread.
///
/// @param <I> the replies
/// @param <O> the requests
public final class TcpClientBuilder<I, O> {
    /// The most connections, and the most requests in flight on each.
    private static final int MAX = 1 << 16;

    private final Supplier<Framing<I, O>> framing;
    private @Nullable Connector connector;
    private Handshake<I, O> handshake = _ -> {};
    private Optional<Matching<I, O>> matching = Optional.empty();
    private Predicate<? super O> idempotent = _ -> false;
    private Retry retry = Retry.exponential(1, Duration.ofMillis(1), Duration.ofMillis(1));
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration readTimeout = Duration.ofSeconds(60);
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private int maxConnections = 8;
    private int maxInFlight = 1;
    private int maxQueued = 1024;

    TcpClientBuilder(Supplier<Framing<I, O>> framing) {
        this.framing = framing;
    }

    /// The server's address as `"host:port"`; a name is looked up for each connection, and its addresses are
    /// tried as [TcpStream#connect(String)] says. Without delay (`TCP_NODELAY`), as with all addresses.
    public TcpClientBuilder<I, O> address(String hostAndPort) {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        return connector(() -> options().connect(hostAndPort));
    }

    /// The server's host, by name or address, and its port; as [#address(String)].
    ///
    /// @throws IllegalArgumentException if the port is not from 0 to 65535
    public TcpClientBuilder<I, O> address(String host, int port) {
        Objects.requireNonNull(host, "host");
        int _ = Bounds.argument("port", 0, 65535, port);
        return connector(() -> options().connect(host, port));
    }

    /// The server's address; as [#address(String)].
    public TcpClientBuilder<I, O> address(SocketAddr address) {
        Objects.requireNonNull(address, "address");
        return connector(() -> options().connect(address));
    }

    /// The path of a server's Unix socket.
    public TcpClientBuilder<I, O> address(Path path) {
        Objects.requireNonNull(path, "path");
        return connector(() -> UnixStream.connect(path));
    }

    private static TcpStreamOptions options() {
        return TcpStream.options().noDelay(true);
    }

    /// How connections are opened, for streams of other kinds and for options of the socket.
    public TcpClientBuilder<I, O> connector(Connector connector) {
        this.connector = Objects.requireNonNull(connector, "connector");
        return this;
    }

    /// What is said first on each new connection; nothing by default.
    public TcpClientBuilder<I, O> connected(Handshake<I, O> handshake) {
        this.handshake = Objects.requireNonNull(handshake, "handshake");
        return this;
    }

    /// Matches replies to requests by ids, which are compared with `equals`; by default they are matched by order.
    ///
    /// Ids are unique among the requests in flight of a connection, also those that nobody awaits any more: a
    /// second one is refused with `ALREADY_EXISTS`. A reply with an unknown id is dropped and counted
    /// ([TcpClient#strayReplies]), and the first is logged; 1000 of them in a row end the connection.
    public TcpClientBuilder<I, O> matching(Function<? super O, ?> idOfRequest, Function<? super I, ?> idOfReply) {
        Objects.requireNonNull(idOfRequest, "idOfRequest");
        Objects.requireNonNull(idOfReply, "idOfReply");
        this.matching = Optional.of(new Matching<>(idOfRequest, idOfReply));
        return this;
    }

    /// Which requests may be executed twice: they are sent again if their connection dies before the reply. None
    /// by default.
    public TcpClientBuilder<I, O> idempotent(Predicate<? super O> idempotent) {
        this.idempotent = Objects.requireNonNull(idempotent, "idempotent");
        return this;
    }

    /// How often and when connecting is tried again, while requests wait for it; one attempt by default. With
    /// jitter, where there are many clients.
    public TcpClientBuilder<I, O> retry(Retry retry) {
        this.retry = Objects.requireNonNull(retry, "retry");
        return this;
    }

    /// Bounds one attempt to connect: the look-up, all addresses and the handshake together. 10 s by default.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public TcpClientBuilder<I, O> connectTimeout(Duration timeout) {
        this.connectTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// Bounds a request from the call until its reply. 30 s by default.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public TcpClientBuilder<I, O> requestTimeout(Duration timeout) {
        this.requestTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// Bounds the silence of a server that owes a reply, and the time that one reply may take from its first byte
    /// to its last: beyond it the connection is closed. 60 s by default.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public TcpClientBuilder<I, O> readTimeout(Duration timeout) {
        this.readTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// Bounds how long a server may take nothing of what is written to it: beyond it the connection is closed.
    /// 30 s by default.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public TcpClientBuilder<I, O> writeTimeout(Duration timeout) {
        this.writeTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// Bounds how long a connection is kept that no request uses. 60 s by default.
    ///
    /// @throws IllegalArgumentException if `timeout` is not positive
    public TcpClientBuilder<I, O> idleTimeout(Duration timeout) {
        this.idleTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// Bounds the connections. 8 by default.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 65536
    public TcpClientBuilder<I, O> maxConnections(int maxConnections) {
        this.maxConnections = Bounds.argument("maxConnections", 1, MAX, maxConnections);
        return this;
    }

    /// Bounds the requests in flight on each connection. 1 by default: each has a connection of its own until its
    /// reply has come. With more they are pipelined.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 65536
    public TcpClientBuilder<I, O> maxInFlight(int maxInFlight) {
        this.maxInFlight = Bounds.argument("maxInFlight", 1, MAX, maxInFlight);
        return this;
    }

    /// Bounds how many callers wait while all connections are in use; further ones fail with `WOULD_BLOCK`. 1024 by
    /// default.
    ///
    /// @throws IllegalArgumentException if it is not from 0 to 1048576
    public TcpClientBuilder<I, O> maxQueued(int maxQueued) {
        this.maxQueued = Bounds.argument("maxQueued", 0, 1 << 20, maxQueued);
        return this;
    }

    /// Makes the client, which connects when the first request comes.
    ///
    /// @throws IllegalStateException if there is no address, and no connector
    /// @throws IllegalArgumentException if `maxConnections × maxInFlight` is more than 1048576
    public TcpClient<I, O> build() {
        if (connector == null) {
            throw new IllegalStateException("an address or a connector is needed");
        }
        if ((long) maxConnections * maxInFlight > 1 << 20) {
            throw new IllegalArgumentException(
                    "maxConnections × maxInFlight must be at most 1048576, not " + (long) maxConnections * maxInFlight);
        }
        var times = new Times(
                Deadline.nanos(connectTimeout),
                Deadline.nanos(requestTimeout),
                Deadline.nanos(readTimeout),
                Deadline.nanos(writeTimeout),
                Deadline.nanos(idleTimeout));
        return new TcpClient<>(new ClientSettings<>(
                connector,
                framing,
                handshake,
                matching,
                idempotent,
                retry,
                times,
                maxConnections,
                maxInFlight,
                maxQueued));
    }
}
