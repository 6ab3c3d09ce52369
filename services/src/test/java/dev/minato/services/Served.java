package dev.minato.services;

import dev.minato.error.NetException;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionEnd;
import dev.minato.server.ServerObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Services on free ports of the loopback, and what their log said.
final class Served implements AutoCloseable {
    final Server server;
    final Log log = new Log();

    private Served(Limits limits, List<Binding> bindings) throws NetException {
        server = Server.open(bindings, limits, log);
    }

    static Served tcp(String... services) throws NetException {
        return tcp(Limits.DEFAULT, services);
    }

    static Served tcp(Limits limits, String... services) throws NetException {
        return new Served(limits, bindings(Protocol.TCP, services));
    }

    static Served udp(String... services) throws NetException {
        return new Served(Limits.DEFAULT, bindings(Protocol.UDP, services));
    }

    private static List<Binding> bindings(Protocol protocol, String... services) {
        return Stream.of(services)
                .map(service -> new Binding(service, protocol, "127.0.0.1:0"))
                .toList();
    }

    InetSocketAddress address() {
        return address(0);
    }

    InetSocketAddress address(int index) {
        return server.boundServices().get(index).address().toInetSocketAddress();
    }

    Client client() throws IOException {
        return new Client(address());
    }

    Client client(int index) throws IOException {
        return new Client(address(index));
    }

    @Override
    public void close() {
        server.close();
    }

    /// The end of a connection, as the log was told.
    record End(String service, String peer, ConnectionEnd end) {
        /// What the network said, without the system's number, which not every platform knows; or the reason.
        String text() {
            return end.failure()
                    .map(failure -> String.valueOf(failure.getMessage()).replace(peer, "PEER"))
                    .orElse(end.reason().toString())
                    .replaceFirst(" \\(os error \\d+\\)$", "");
        }
    }

    /// Keeps what it is told until it is asked.
    static final class Log implements ServerObserver {
        private final BlockingQueue<String> opened = new LinkedBlockingQueue<>();
        private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();

        @Override
        public void opened(Connection connection) {
            opened.add(connection.peerName());
        }

        @Override
        public void closed(Connection connection, ConnectionEnd end) {
            ends.add(new End(connection.service(), connection.peerName(), end));
        }

        String awaitOpened() throws InterruptedException {
            return next(opened, "no connection was opened");
        }

        /// Why the next connection ended.
        String awaitClosed() throws InterruptedException {
            return awaitEnd().text();
        }

        /// How the next connection ended.
        End awaitEnd() throws InterruptedException {
            return next(ends, "no connection was closed");
        }

        private static <T> T next(BlockingQueue<T> queue, String otherwise) throws InterruptedException {
            T next = queue.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError(otherwise);
            }
            return next;
        }
    }
}
