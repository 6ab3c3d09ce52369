package dev.minato.services.dashboard;

import dev.minato.address.AddressParseException;
import dev.minato.address.HostPort;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.server.ServerMetrics;
import dev.minato.server.TcpServer;
import dev.minato.services.Server;
import dev.minato.services.http.HttpEndpoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/// A page in the browser that shows a server live: what it does, who holds it up, and why connections ended
/// or were refused.
///
/// ```java
/// var metrics = new ServerMetrics();
/// var history = new ConnectionHistory();
/// var observer = ServerObserver.all(List.of(metrics, history));
/// try (var server = Server.open(bindings, Limits.DEFAULT, observer);
///         var dashboard = Dashboard.open(Dashboard.DEFAULT_ADDRESS, server, metrics, history)) {
///     …
/// }
/// ```
///
/// It is a server of its own, so it works when the other is full, and while that drains. It has at most 16
/// connections and one task, which looks at the server once a second while somebody looks at the page. It
/// holds less than 4 MiB, the history among them ([#MAX_BYTES]).
///
/// **Who sees it.** Whoever can reach its address, without a password: other users of the machine, too. It
/// only shows; nothing can be changed. It shows addresses of clients and texts of failures, no contents. To
/// look from elsewhere, forward a port: `ssh -L 9101:127.0.0.1:9101 host`. Requests for other names than
/// `localhost` and that of the address are refused, so that no page of a stranger's can have a browser read
/// it (DNS rebinding).
///
/// All methods may be called by any thread.
public final class Dashboard implements AutoCloseable {
    /// Where `minato serve --dashboard` listens by default.
    public static final String DEFAULT_ADDRESS = "127.0.0.1:9101";

    /// An upper bound of what it holds, in bytes: 4 MiB, most of it buffers of 16 connections.
    public static final long MAX_BYTES = 4 * 1024 * 1024;

    /// How many connections it has at once; others wait.
    static final int MAX_CONNECTIONS = 16;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final TcpServer server;

    private Dashboard(TcpServer server) {
        this.server = server;
    }

    /// Listens at `"host:port"`, or with a port alone on 127.0.0.1, and shows that server.
    ///
    /// `INVALID_INPUT` for text that is no address; otherwise fails as
    /// [dev.minato.net.TcpListener#bind(String)]. The operation is `serve dashboard`.
    ///
    /// @param metrics has observed the server from the beginning
    /// @param history has observed the server from the beginning
    public static Dashboard open(String address, Server server, ServerMetrics metrics, ConnectionHistory history)
            throws NetException {
        return open(address, Watched.of(server), metrics, history);
    }

    /// As [#open(String, Server, ServerMetrics, ConnectionHistory)], for a server of any kind, such as a
    /// [TcpServer].
    public static Dashboard open(String address, Watched watched, ServerMetrics metrics, ConnectionHistory history)
            throws NetException {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(watched, "watched");
        Objects.requireNonNull(metrics, "metrics");
        Objects.requireNonNull(history, "history");
        HostPort place = place(address);
        watched.places().stream()
                .filter(each -> !each.protocol().equals("udp"))
                .forEach(each -> metrics.add(each.service()));
        var sampler = new Sampler(watched, metrics, history, InstantSource.system());
        var pages = new DashboardPages(
                new HostCheck(place.host()), sampler, new Story(watched, history), new Search(watched, history));
        try {
            return new Dashboard(TcpServer.builder()
                    .listen("dashboard", place.toString(), new HttpEndpoint(pages))
                    .maxConnections(MAX_CONNECTIONS)
                    .requestTimeout(TIMEOUT)
                    .idleTimeout(TIMEOUT)
                    .writeTimeout(TIMEOUT)
                    .start());
        } catch (NetException e) {
            throw e.withAddress(place).withOperation("serve dashboard");
        }
    }

    private static HostPort place(String address) throws NetException {
        boolean isPort = !address.isEmpty() && address.chars().allMatch(Character::isDigit);
        try {
            return HostPort.parse(isPort ? "127.0.0.1:" + address : address);
        } catch (AddressParseException e) {
            throw NetException.builder(ErrorKind.INVALID_INPUT, "serve dashboard")
                    .address(address)
                    .detail(String.valueOf(e.getMessage()))
                    .build();
        }
    }

    /// The address that it listens at, with the real port.
    public SocketAddr address() {
        return server.localAddresses().getFirst();
    }

    /// Stops listening, and closes the pages that are open. No-op if closed.
    @Override
    public void close() {
        server.close();
    }
}
