package dev.minato.server;

import dev.minato.address.IpNetwork;
import dev.minato.error.NetException;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixListenerOptions;
import dev.minato.net.UnixStream;
import dev.minato.net.option.Bounds;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.LastResort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// A [TcpServer] to be: where it listens, who handles its connections, and its limits, all of which have a
/// default.
///
/// Begins with [TcpServer#builder], ends in [#start]. For one thread.
public final class TcpServerBuilder {
    private static final int MAX_QUEUED = 1 << 30;
    private static final int MAX_RATE = 1_000_000_000;

    private static final UnixListenerOptions UNIX =
            UnixListener.options().removeStale(true).unlinkOnClose(true);

    private final List<Place> places = new ArrayList<>();
    private final List<TcpServer.Ready> ready = new ArrayList<>();
    private final List<AutoCloseable> takenOver = new ArrayList<>();
    private int maxConnections = 10_000;
    private OptionalInt maxPerAddress = OptionalInt.empty();
    private OptionalInt maxAcceptRate = OptionalInt.empty();
    private Optional<Duration> firstByteTimeout = Optional.empty();
    private Duration requestTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration writeTimeout = Duration.ofSeconds(30);
    private Optional<Duration> maxLifetime = Optional.empty();
    private int maxQueuedOutput = 64 * 1024;
    private TrustedProxies proxies = TrustedProxies.NONE;
    private AccessList access = AccessList.OPEN;
    private ServerObserver observer = ServerObserver.SILENT;

    /// Where the server listens, and who handles what comes there.
    private record Place(String service, Binding binding, ConnectionHandler handler) {}

    /// Makes a listener.
    @FunctionalInterface
    private interface Binding {
        Listener bind() throws NetException;
    }

    TcpServerBuilder() {}

    /// Listens at `"host:port"`; port 0 lets the kernel choose ([TcpServer#localAddresses]). May be called
    /// several times. Logs call the service by its address.
    public TcpServerBuilder listen(String hostAndPort, ConnectionHandler handler) {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        return listen(hostAndPort, hostAndPort, handler);
    }

    /// Listens at `"host:port"`, for a service of that name, which logs and observers see.
    public TcpServerBuilder listen(String service, String hostAndPort, ConnectionHandler handler) {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        return add(service, () -> new Listener.OfTcp(TcpListener.bind(hostAndPort)), handler);
    }

    /// Listens at the path of a Unix socket, which replaces one that nobody listens on, and is deleted with the
    /// server; for other options make the listener yourself.
    public TcpServerBuilder listen(Path path, ConnectionHandler handler) {
        Objects.requireNonNull(path, "path");
        return add(path.toString(), () -> new Listener.OfUnix(UNIX.bind(path)), handler);
    }

    /// Takes over a listener, which may have options of its own; the server closes it, also if it cannot start.
    public TcpServerBuilder listen(String service, TcpListener listener, ConnectionHandler handler) {
        takenOver.add(Objects.requireNonNull(listener, "listener"));
        return add(service, () -> new Listener.OfTcp(listener), handler);
    }

    /// Takes over a listener on a Unix socket; the server closes it, also if it cannot start.
    public TcpServerBuilder listen(String service, UnixListener listener, ConnectionHandler handler) {
        takenOver.add(Objects.requireNonNull(listener, "listener"));
        return add(service, () -> new Listener.OfUnix(listener), handler);
    }

    /// Takes over a connection that is open already, such as one that a service manager accepted, and serves it
    /// beside what is accepted, or alone ([TcpServer#awaitIdle]); closes it, also if the server cannot start.
    public TcpServerBuilder connection(String service, TcpStream stream, ConnectionHandler handler) {
        takenOver.add(Objects.requireNonNull(stream, "stream"));
        return add(service, new Accepted.OfTcp(stream), handler);
    }

    /// Takes over a connection over a Unix socket; as [#connection(String, TcpStream, ConnectionHandler)].
    public TcpServerBuilder connection(String service, UnixStream stream, ConnectionHandler handler) {
        takenOver.add(Objects.requireNonNull(stream, "stream"));
        return add(service, new Accepted.OfUnix(stream), handler);
    }

    private TcpServerBuilder add(String service, Accepted connection, ConnectionHandler handler) {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(handler, "handler");
        ready.add(new TcpServer.Ready(service, connection, handler));
        return this;
    }

    private TcpServerBuilder add(String service, Binding binding, ConnectionHandler handler) {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(handler, "handler");
        places.add(new Place(service, binding, handler));
        return this;
    }

    /// How many connections are open at once, of all addresses together; others wait in the backlogs. 10,000 by
    /// default.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public TcpServerBuilder maxConnections(int max) {
        maxConnections = Bounds.argument("max", 1, Integer.MAX_VALUE, max);
        return this;
    }

    /// How many connections one IP address has at once; more of it are reset
    /// ([RefusalReason#TOO_MANY_FROM_ADDRESS]). Addresses count in their canonical form; connections over Unix
    /// sockets have none. Any number by default: many clients may sit behind one address.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public TcpServerBuilder maxConnectionsPerAddress(int max) {
        maxPerAddress = OptionalInt.of(Bounds.argument("max", 1, Integer.MAX_VALUE, max));
        return this;
    }

    /// How many connections are accepted per second, of all addresses together, a second's worth at once; others
    /// wait in the backlogs. Any number by default.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 1,000,000,000
    public TcpServerBuilder maxAcceptRate(int perSecond) {
        maxAcceptRate = OptionalInt.of(Bounds.argument("perSecond", 1, MAX_RATE, perSecond));
        return this;
    }

    /// How long a connection may take to send its first byte; as long as it may be idle by default.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public TcpServerBuilder firstByteTimeout(Duration timeout) {
        firstByteTimeout = Optional.of(Bounds.argument("timeout", timeout));
        return this;
    }

    /// How long a request may take from its first byte to its last, in a [Session]; 10 s by default.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public TcpServerBuilder requestTimeout(Duration timeout) {
        requestTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// How long a read may wait once the first byte has come; 60 s by default. What an [Outbox] sends begins it
    /// anew.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public TcpServerBuilder idleTimeout(Duration timeout) {
        idleTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// How long a write may wait for a peer that does not read; 30 s by default.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public TcpServerBuilder writeTimeout(Duration timeout) {
        writeTimeout = Bounds.argument("timeout", timeout);
        return this;
    }

    /// How long a connection may live, whatever it does: its handler's next wait fails with `DEADLINE_EXCEEDED`.
    /// As long as it likes by default.
    ///
    /// @throws IllegalArgumentException if it is not positive
    public TcpServerBuilder maxLifetime(Duration lifetime) {
        maxLifetime = Optional.of(Bounds.argument("lifetime", lifetime));
        return this;
    }

    /// How many bytes of replies a [Session] gathers before it sends them; one reply may be longer. 64 KiB by
    /// default.
    ///
    /// @throws IllegalArgumentException if it is not from 1 to 1 GiB
    public TcpServerBuilder maxQueuedOutput(int bytes) {
        maxQueuedOutput = Bounds.argument("bytes", 1, MAX_QUEUED, bytes);
        return this;
    }

    /// Whose connections begin with a header of the PROXY protocol, version 1 or 2, that tells the client's address;
    /// nobody's by default.
    ///
    /// From those who are trusted nothing else is taken: a connection without a header, with one that is malformed,
    /// or that takes longer than the first-byte timeout, is closed ([CloseReason#BAD_PROXY_HEADER]). Of everybody
    /// else a header is data like any other. The header is read before the handler is called, and before TLS;
    /// [Connection#peerAddress] is then the client's, limits and access list are about the client, and the
    /// first-byte timeout begins anew. A connection of the proxy's own (LOCAL), and one of whose client it does not
    /// tell (UNKNOWN), keeps the addresses of the socket; neither access list nor the bound for an address applies
    /// to it.
    ///
    /// A header has at most [dev.minato.proxy.ProxyCodec#DEFAULT_MAX] bytes, and is kept with its connection.
    public TcpServerBuilder proxyProtocol(TrustedProxies trusted) {
        proxies = Objects.requireNonNull(trusted, "trusted");
        return this;
    }

    /// From which networks clients may connect; others are reset ([RefusalReason#DENIED]), or closed if they come
    /// by a proxy. From all by default, from none if there are none. As [AccessList#allow].
    ///
    /// Clients count by their canonical address; those over Unix sockets have none, and are let in.
    public TcpServerBuilder allow(Collection<IpNetwork> networks) {
        access = access.allow(networks);
        return this;
    }

    /// From which networks clients may not connect, even if they are allowed to. As [AccessList#deny]; otherwise as
    /// [#allow].
    public TcpServerBuilder deny(Collection<IpNetwork> networks) {
        access = access.deny(networks);
        return this;
    }

    /// From which networks clients may connect, in place of what [#allow] and [#deny] said before.
    public TcpServerBuilder access(AccessList list) {
        access = Objects.requireNonNull(list, "list");
        return this;
    }

    /// Who is told of connections that open, close and are refused; nobody by default.
    public TcpServerBuilder observer(ServerObserver observer) {
        this.observer = Objects.requireNonNull(observer, "observer");
        return this;
    }

    /// Binds all addresses, or none, and serves them.
    ///
    /// Fails as [TcpListener#bind(String)] and [UnixListener#bind(String)]; what was bound before is closed again.
    ///
    /// @throws IllegalStateException if it listens nowhere, and there is no connection either
    public TcpServer start() throws NetException {
        if (places.isEmpty() && ready.isEmpty()) {
            throw new IllegalStateException("a server must listen somewhere: call listen");
        }
        LastResort.prepare();
        var stopSignal = new StopSignal();
        var counters = new ServerCounters();
        Limits limits = limits();
        var admission = new Admission(proxies, access, limits.maxPerAddress());
        var refusals = new RefusalLog(Platform.current().parker()::now);
        ServerObserver all = ServerObserver.all(List.of(refusals, new FlightRecording(), observer));
        var connections = new Connections(limits, admission, stopSignal, all, counters);
        var server = new TcpServer(bind(connections), connections, counters, stopSignal);
        try {
            server.start(List.copyOf(ready));
        } catch (Throwable failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    private List<AcceptLoop> bind(Connections connections) throws NetException {
        var rate = new AcceptRate(maxAcceptRate);
        List<AcceptLoop> loops = new ArrayList<>();
        try {
            for (Place place : places) {
                loops.add(new AcceptLoop(place.service(), place.binding().bind(), place.handler(), connections, rate));
            }
        } catch (Throwable failed) {
            loops.forEach(loop -> Closing.logged(loop.listener()));
            takenOver.forEach(Closing::logged);
            throw failed;
        }
        return List.copyOf(loops);
    }

    private Limits limits() {
        return new Limits(
                maxConnections,
                maxPerAddress,
                maxAcceptRate,
                firstByteTimeout.orElse(idleTimeout),
                requestTimeout,
                idleTimeout,
                writeTimeout,
                maxLifetime,
                maxQueuedOutput);
    }
}
