package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.platform.wait.Parker;
import dev.minato.server.AccessList;
import dev.minato.server.Connection;
import dev.minato.server.DrainReport;
import dev.minato.server.DropReason;
import dev.minato.server.ServerObserver;
import dev.minato.server.TcpServer;
import dev.minato.server.UdpCounts;
import dev.minato.server.UdpServer;
import dev.minato.services.dns.DnsService;
import dev.minato.services.exposition.MetricFamily;
import dev.minato.services.game.GameServer;
import dev.minato.services.game.GameSettings;
import dev.minato.services.ingest.MetricsIn;
import dev.minato.task.OneShot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A server for any number of services: it binds, accepts, enforces the limits, and drains.
///
/// ```java
/// var bindings = List.of(
///         new Binding("echo", Protocol.TCP, "127.0.0.1:7878"),
///         new Binding("time", Protocol.UDP, "127.0.0.1:9001"));
/// try (var signals = Signals.of(Signal.INT, Signal.TERM);
///         var server = Server.open(bindings, Limits.DEFAULT, ServerObserver.SILENT)) {
///     signals.await();
///     server.drain();
/// }
/// ```
///
/// A service bound to several addresses is one service: all clients of `kv` share its values.
///
/// Connections over [Limits#maxConnections] wait in the backlogs; those of all services are accepted in the
/// order in which they are found there. An accept loop survives what a peer or a lack of file descriptors
/// does to it. A datagram from an address of one of the server's own UDP services, or from a port below 1024,
/// gets no answer: two services could otherwise be made to answer each other for ever. Nor does one of a peer
/// that got [Limits#maxAnswers] in the same second: the other service may be another server's. A UDP service
/// bound to the wildcard address answers from the address that was asked, if the platform knows it
/// (`Capabilities.datagramDestination`).
///
/// There is one `game`, at one address; at the end its players are told.
///
/// If the limits together allow more than the heap has room for ([ServiceMemory]), [#open] logs one line at
/// WARNING with the sum.
///
/// The services are handlers on [TcpServer] and [UdpServer], which say how connections end and what a drain does.
/// Everything runs in tasks of the platform, within the deadline of the scope in which the server was opened. All
/// methods are safe for use by any thread.
public final class Server implements AutoCloseable {
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final System.Logger LOGGER = System.getLogger(Server.class.getName());

    private final List<BoundService> bound;
    private final Optional<TcpServer> connections;
    private final Optional<UdpServer> datagrams;

    /// The datagrams of `dns`.
    private final Optional<UdpServer> queries;

    private final Optional<GameServer> game;
    private final Optional<MetricsIn> metricsIn;
    private final Optional<DnsService> dns;
    private final Parker parker = Platform.current().parker();
    private final OneShot<Boolean> stopped = new OneShot<>();

    /// Written under this one's lock.
    private volatile Limits limits;

    private Server(
            Limits limits,
            List<BoundService> bound,
            Optional<TcpServer> connections,
            Optional<UdpServer> datagrams,
            Optional<UdpServer> queries,
            Optional<GameServer> game,
            Optional<MetricsIn> metricsIn,
            Optional<DnsService> dns) {
        this.limits = limits;
        this.bound = bound;
        this.connections = connections;
        this.datagrams = datagrams;
        this.queries = queries;
        this.game = game;
        this.metricsIn = metricsIn;
        this.dns = dns;
    }

    /// Binds all of `bindings`, or none, and serves them.
    ///
    /// The failure's operation names the service, as in `serve echo/tcp 127.0.0.1:7878: address in use`:
    /// `INVALID_INPUT` for an unknown service, a protocol that it is not served over, or text that is no
    /// address; otherwise as binding fails. What was bound before is closed again. Inherited sockets are taken, and
    /// are the server's to close.
    public static Server open(List<Binding> bindings, Limits limits, ServerObserver observer) throws NetException {
        return open(bindings, limits, observer, InstantSource.system());
    }

    /// As [#open(List, Limits, ServerObserver)], with the clock of the services `time` and `metrics-in`.
    public static Server open(List<Binding> bindings, Limits limits, ServerObserver observer, InstantSource clock)
            throws NetException {
        return open(bindings, limits, observer, clock, GameSettings.DEFAULT);
    }

    static Server open(
            List<Binding> bindings, Limits limits, ServerObserver observer, InstantSource clock, GameSettings settings)
            throws NetException {
        Objects.requireNonNull(bindings, "bindings");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(observer, "observer");
        Objects.requireNonNull(clock, "clock");
        for (Binding binding : bindings) {
            Objects.requireNonNull(binding, "bindings");
        }
        ServiceMemory.of(bindings, limits)
                .excess(Runtime.getRuntime().maxMemory(), Long.MAX_VALUE)
                .ifPresent(text -> LOGGER.log(System.Logger.Level.WARNING, text));
        var binder = new Binder(limits, clock, settings);
        try {
            List<BoundService> bound = binder.bind(bindings);
            Optional<UdpServer> datagrams = binder.startDatagrams();
            Optional<UdpServer> queries = binder.startQueries();
            Optional<TcpServer> connections = binder.startConnections(observer);
            Optional<GameServer> game = binder.startGame();
            return new Server(limits, bound, connections, datagrams, queries, game, binder.metricsIn(), binder.dns());
        } catch (Throwable failed) {
            binder.closeAll(failed);
            throw failed;
        }
    }

    /// Returns the services and their bound addresses, in the order of the bindings; also after [#close].
    public List<BoundService> boundServices() {
        return bound;
    }

    /// Returns the limits as they are now.
    public Limits limits() {
        return limits;
    }

    /// Exchanges the limits that can change while it serves: [Limits#maxConnections], [Limits#access], and, for
    /// connections that come from now on, [Limits#idleTimeout], [Limits#requestTimeout] and
    /// [Limits#writeTimeout]. All others stay what they were, whatever `changed` says. Connections that are open
    /// stay so.
    public synchronized void setLimits(Limits changed) {
        Objects.requireNonNull(changed, "changed");
        connections.ifPresent(server -> {
            server.setMaxConnections(changed.maxConnections());
            server.setIdleTimeout(changed.idleTimeout());
            server.setRequestTimeout(changed.requestTimeout());
            server.setWriteTimeout(changed.writeTimeout());
            server.setAccess(changed.access());
        });
        limits = limits.withMaxConnections(changed.maxConnections())
                .withIdleTimeout(changed.idleTimeout())
                .withRequestTimeout(changed.requestTimeout())
                .withWriteTimeout(changed.writeTimeout())
                .withAccess(changed.access());
    }

    /// Returns how many connections may be open at once ([Limits#maxConnections]).
    public int maxConnections() {
        return limits.maxConnections();
    }

    /// Returns the connections that are open, of all services.
    public List<Connection> openConnections() {
        return connections.map(TcpServer::connections).orElse(List.of());
    }

    /// Returns what was counted of the datagrams, by service.
    public Map<String, UdpCounts> datagramCounts() {
        var counts = new HashMap<String, UdpCounts>();
        udpServers().forEach(server -> counts.putAll(server.countsByService()));
        return Map.copyOf(counts);
    }

    /// Returns what `metrics-in` has gathered so far; nothing if it is not served. Each sample is read when it is asked
    /// for.
    public List<MetricFamily> gatheredMetrics() {
        return metricsIn.map(MetricsIn::families).orElse(List.of());
    }

    /// Returns what `dns` has counted; nothing if it is not served.
    public List<MetricFamily> dnsMetrics() {
        return dns.map(DnsService::families).orElse(List.of());
    }

    private Stream<UdpServer> udpServers() {
        return Stream.concat(datagrams.stream(), queries.stream());
    }

    /// Returns how many connections are open.
    public int connections() {
        return connections.map(server -> server.counts().open()).orElse(0);
    }

    /// Blocks until no connection is open: for a server that was given one and listens nowhere. False if an
    /// interrupt ended the wait, whose flag stays set.
    public boolean awaitIdle() {
        return connections.map(server -> server.awaitIdle(FOR_EVER)).orElse(true);
    }

    /// Waits until the server has ended. Returns the failure that ended a service of its own accord, which
    /// only a bug in `game` does; the others go on until they are drained or closed. Empty once [#drain] or
    /// [#close] has ended all.
    ///
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public Optional<Throwable> awaitEnd() throws InterruptedException, NetException {
        Optional<Throwable> failure = game.isPresent() ? game.get().awaitEnd() : Optional.empty();
        if (failure.isEmpty()) {
            boolean _ = stopped.receive();
        }
        return failure;
    }

    /// Exchanges the access list, as [TcpServer#setAccess].
    public synchronized void setAccess(AccessList list) {
        Objects.requireNonNull(list, "list");
        connections.ifPresent(server -> server.setAccess(list));
        limits = limits.withAccess(list);
    }

    /// Returns how many datagrams got no answer because their senders were over [Limits#maxAnswers]. That is
    /// also logged at WARNING, at most once per second.
    public long unanswered() {
        return udpServers()
                .mapToLong(server -> server.counts().dropped(DropReason.RATE_LIMITED))
                .sum();
    }

    /// Stops listening at once, lets open connections finish for [Limits#drainTimeout], and closes the rest; as
    /// [TcpServer#drain]. `line`, `kv` and `hello` end between two requests; `echo` and `count` when their peers
    /// do. `dns` takes no more datagrams, and answers what it has asked others for.
    public DrainReport drain() {
        Duration timeout = limits.drainTimeout();
        long start = parker.now();
        datagrams.ifPresent(UdpServer::close);
        game.ifPresent(GameServer::close);
        dns.ifPresent(DnsService::stopDatagrams);
        var report =
                connections.map(server -> server.drain(timeout)).orElse(new DrainReport(0, 0, 0, 0, Duration.ZERO));
        dns.ifPresent(service -> service.awaitIdle(timeout.minusNanos(parker.now() - start)));
        queries.ifPresent(UdpServer::close);
        dns.ifPresent(DnsService::close);
        boolean _ = stopped.send(true);
        return report;
    }

    /// Stops listening and closes everything; also ends a drain in progress. No-op if closed.
    @Override
    public void close() {
        udpServers().forEach(UdpServer::close);
        game.ifPresent(GameServer::close);
        connections.ifPresent(TcpServer::close);
        dns.ifPresent(DnsService::close);
        boolean _ = stopped.send(true);
    }
}
