package dev.minato.services;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.MemoryStream;
import dev.minato.net.Pollable;
import dev.minato.net.PollableChannel;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.net.UnixDatagram;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import dev.minato.server.ConnectionHandler;
import dev.minato.server.ServerObserver;
import dev.minato.server.TcpServer;
import dev.minato.server.TcpServerBuilder;
import dev.minato.server.UdpHandler;
import dev.minato.server.UdpServer;
import dev.minato.server.UdpServerBuilder;
import dev.minato.services.dns.DnsService;
import dev.minato.services.game.GameServer;
import dev.minato.services.game.GameSettings;
import dev.minato.services.ingest.MetricsIn;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The binding of services to sockets, and the servers over these: one instance of a service per name, however
/// many addresses it has.
final class Binder {
    /// Datagrams with one call: their buffers, two for each, have room for the longest.
    private static final int BATCH = 4;

    /// Bytes of metrics that may come at once, as programs report every few seconds; the kernel may give less.
    private static final int BURST = 1024 * 1024;

    /// Queries with one call; a datagram has some 50 bytes.
    private static final int QUERY_BATCH = 16;

    private static final String METRICS_IN = "metrics-in";
    private static final String DNS = "dns";

    private static final String GAME = "game";

    private final Limits limits;
    private final InstantSource clock;
    private final GameSettings gameSettings;
    private final TcpServerBuilder connections = TcpServer.builder();
    private final UdpServerBuilder datagrams = UdpServer.builder();
    private final UdpServerBuilder queries = UdpServer.builder();
    private final Map<String, ConnectionHandler> tcpServices = new HashMap<>();
    private final Map<String, UdpHandler> udpServices = new HashMap<>();
    private final MetricsIn metricsIn;
    private Optional<UdpSocket> gameSocket = Optional.empty();
    private Optional<DnsService> dns = Optional.empty();

    /// What was bound, and is not a server's yet.
    private final List<AutoCloseable> sockets = new ArrayList<>();

    private boolean hasQueries;

    Binder(Limits limits, InstantSource clock, GameSettings gameSettings) {
        this.limits = limits;
        this.clock = clock;
        this.gameSettings = gameSettings;
        this.metricsIn = new MetricsIn(limits.metricsInSeries(), limits.metricsInExpiry(), clock);
    }

    /// What `metrics-in` has gathered; empty if it is not served.
    Optional<MetricsIn> metricsIn() {
        boolean isServed = tcpServices.containsKey(METRICS_IN) || udpServices.containsKey(METRICS_IN);
        return isServed ? Optional.of(metricsIn) : Optional.empty();
    }

    /// The service `dns`; empty if it is not served.
    Optional<DnsService> dns() {
        return dns;
    }

    /// Makes it when it is asked for: it may read whom it asks from a file.
    private DnsService openDns() throws NetException {
        if (dns.isEmpty()) {
            dns = Optional.of(new DnsService(limits.dns(), clock));
        }
        return dns.get();
    }

    /// Binds all, or none; returns what is bound, to which a connection that is open already does not belong.
    List<BoundService> bind(List<Binding> bindings) throws NetException {
        List<BoundService> bound = new ArrayList<>();
        for (Binding binding : bindings) {
            bind(binding).ifPresent(bound::add);
        }
        if (dns.isPresent()) {
            dns.get().checkServers(addresses(bound));
        }
        return List.copyOf(bound);
    }

    private static List<SocketAddr> addresses(List<BoundService> bound) {
        return bound.stream()
                .filter(each -> each.service().equals(DNS))
                .flatMap(each -> each.internetAddress().stream())
                .toList();
    }

    private Optional<BoundService> bind(Binding binding) throws NetException {
        try {
            checkService(binding);
            Pollable socket = socket(binding);
            sockets.add(socket);
            return serve(binding.service(), socket);
        } catch (NetException e) {
            throw e.withOperation("serve " + binding.label()).withAddress(binding.address());
        }
    }

    private static Pollable socket(Binding binding) throws NetException {
        if (binding.inherited().isPresent()) {
            return binding.inherited().get().take();
        }
        return switch (binding.protocol()) {
            case TCP -> TcpListener.bind(binding.address());
            case UDP -> UdpSocket.bind(binding.address());
        };
    }

    private Optional<BoundService> serve(String name, Pollable socket) throws NetException {
        return switch (socket) {
            case TcpListener listener -> {
                connections.listen(name, listener, tcp(name));
                yield Optional.of(new BoundService(name, Protocol.TCP, listener.localAddress()));
            }
            case UnixListener listener -> {
                connections.listen(name, listener, tcp(name));
                yield Optional.of(new BoundService(name, listener.localAddress()));
            }
            case UdpSocket datagramSocket -> {
                serveDatagrams(name, datagramSocket);
                yield Optional.of(new BoundService(name, Protocol.UDP, datagramSocket.localAddress()));
            }
            case TcpStream stream -> {
                connections.connection(name, stream, tcp(name));
                yield Optional.empty();
            }
            case UnixStream stream -> {
                connections.connection(name, stream, tcp(name));
                yield Optional.empty();
            }
            case UnixDatagram _, MemoryStream _, PollableChannel _ ->
                throw invalid(name + " is not served over this kind of socket");
        };
    }

    private void serveDatagrams(String name, UdpSocket socket) throws NetException {
        switch (name) {
            case GAME -> {
                if (gameSocket.isPresent()) {
                    throw invalid("there is one game, at one address");
                }
                gameSocket = Optional.of(socket);
            }
            case DNS -> {
                // Each socket has a handler, which keeps a buffer.
                queries.listen(name, socket, openDns().datagrams());
                hasQueries = true;
            }
            case METRICS_IN -> {
                socket.setReceiveBufferSize(BURST);
                datagrams.listen(name, socket, udp(name));
            }
            default -> datagrams.listen(name, socket, udp(name));
        }
    }

    private ConnectionHandler tcp(String name) throws NetException {
        Optional<ConnectionHandler> known = Optional.ofNullable(tcpServices.get(name));
        if (known.isPresent()) {
            return known.get();
        }
        var plain = name.equals(DNS) ? openDns().connections() : Services.tcp(name, limits, clock, metricsIn);
        ConnectionHandler handler = encrypted(plain);
        tcpServices.put(name, handler);
        return handler;
    }

    private ConnectionHandler encrypted(ConnectionHandler handler) {
        return limits.tls()
                .map(acceptor -> ConnectionHandler.overTls(acceptor, handler))
                .orElse(handler);
    }

    private UdpHandler udp(String name) {
        return udpServices.computeIfAbsent(name, _ -> Services.udp(name, clock, metricsIn));
    }

    private static void checkService(Binding binding) throws NetException {
        var service = Services.named(binding.service());
        if (service.isEmpty()) {
            throw invalid("unknown service; known are " + names());
        }
        if (service.get().port(binding.protocol()).isEmpty()) {
            throw invalid(binding.service() + " is not served over " + binding.protocol());
        }
    }

    private static String names() {
        return Services.all().stream().map(ServiceInfo::name).collect(Collectors.joining(", "));
    }

    private static NetException invalid(String detail) {
        return NetException.of(ErrorKind.INVALID_INPUT, "serve", detail);
    }

    /// Serves all that was bound over TCP; empty for none.
    Optional<TcpServer> startConnections(ServerObserver observer) throws NetException {
        if (tcpServices.isEmpty()) {
            return Optional.empty();
        }
        limits.maxPerAddress().ifPresent(connections::maxConnectionsPerAddress);
        limits.maxAcceptRate().ifPresent(connections::maxAcceptRate);
        limits.firstByteTimeout().ifPresent(connections::firstByteTimeout);
        limits.maxLifetime().ifPresent(connections::maxLifetime);
        return Optional.of(connections
                .maxConnections(limits.maxConnections())
                .idleTimeout(limits.idleTimeout())
                .requestTimeout(limits.requestTimeout())
                .writeTimeout(limits.writeTimeout())
                .proxyProtocol(limits.proxies())
                .access(limits.access())
                .observer(observer)
                .start());
    }

    /// Serves all that was bound over UDP but `dns`; empty for none.
    Optional<UdpServer> startDatagrams() throws NetException {
        return udpServices.isEmpty() ? Optional.empty() : Optional.of(start(datagrams.batch(BATCH)));
    }

    /// Serves `dns` over UDP, whose datagrams are short; empty if it is not served.
    Optional<UdpServer> startQueries() throws NetException {
        return hasQueries
                ? Optional.of(start(queries.batch(QUERY_BATCH).maxDatagram(DnsService.MAX_QUERY)))
                : Optional.empty();
    }

    private UdpServer start(UdpServerBuilder builder) throws NetException {
        return builder.maxRepliesPerPeer(limits.maxAnswers())
                .writeTimeout(limits.writeTimeout())
                .refuseProxyHeaders(limits.proxies())
                .start();
    }

    /// Starts the game, if it is served.
    Optional<GameServer> startGame() throws NetException {
        return gameSocket.isPresent()
                ? Optional.of(GameServer.start(gameSocket.get(), gameSettings))
                : Optional.empty();
    }

    /// Closes what was bound; `cause` keeps what that throws.
    void closeAll(Throwable cause) {
        dns.ifPresent(DnsService::close);
        for (AutoCloseable socket : sockets) {
            try {
                socket.close();
            } catch (Exception e) {
                cause.addSuppressed(e);
            }
        }
    }
}
