package dev.minato.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ServerMetrics;
import dev.minato.server.ServerObserver;
import dev.minato.server.TcpServer;
import dev.minato.server.UdpCounts;
import dev.minato.services.dashboard.ConnectionHistory;
import dev.minato.services.dashboard.Dashboard;
import dev.minato.services.dashboard.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;

/// A dashboard of a server that is measured, and one who looks at it, until the process ends.
final class Watching {
    private final ServerMetrics metrics = new ServerMetrics();
    private final ConnectionHistory history = new ConnectionHistory();

    ServerObserver observer() {
        return ServerObserver.all(List.of(metrics, history));
    }

    @SuppressWarnings("resource")
    void open(TcpServer server) throws NetException {
        var dashboard = Dashboard.open("127.0.0.1:0", new View(server), metrics, history);
        Thread.ofPlatform().daemon().start(() -> look(dashboard.address()));
    }

    /// Reads the frames of the page, which come once a second.
    private static void look(SocketAddr address) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.port())) {
            String request = "GET /events HTTP/1.1\r\nHost: " + address + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            var frames = new byte[64 * 1024];
            while (socket.getInputStream().read(frames) != -1) {}
            throw new IllegalStateException("the dashboard has ended");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record View(TcpServer server) implements Watched {
        @Override
        public List<Place> places() {
            return List.of(
                    new Place("echo", "tcp", server.localAddresses().getFirst().toString()));
        }

        @Override
        public List<Connection> openConnections() {
            return server.connections();
        }

        @Override
        public int maxConnections() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Map<String, UdpCounts> datagramCounts() {
            return Map.of();
        }
    }
}
