package dev.minato.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.LineCodec;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A server of a test, what its observer was told, and clients that are not Minato.
final class Kit implements AutoCloseable {
    final TcpServer server;
    private final Records records;

    /// What an observer was told.
    static final class Records implements ServerObserver {
        final Queue<String> opened = new ConcurrentLinkedQueue<>();
        final Queue<ConnectionEnd> ends = new ConcurrentLinkedQueue<>();
        final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();

        @Override
        public void opened(Connection connection) {
            opened.add(connection.service());
        }

        @Override
        public void closed(Connection connection, ConnectionEnd end) {
            ends.add(end);
        }

        @Override
        public void refused(Refusal refusal) {
            refusals.add(refusal);
        }
    }

    /// Changes to a builder.
    @FunctionalInterface
    interface Configuration {
        void apply(TcpServerBuilder builder);
    }

    private Kit(TcpServer server, Records records) {
        this.server = server;
        this.records = records;
    }

    static Kit of(ConnectionHandler handler) throws IOException {
        return of(handler, _ -> {});
    }

    static Kit of(ConnectionHandler handler, Configuration configuration) throws IOException {
        var records = new Records();
        var builder = TcpServer.builder().listen("test", "127.0.0.1:0", handler).observer(records);
        configuration.apply(builder);
        return new Kit(builder.start(), records);
    }

    /// A server of lines, at most 100 bytes long, each answered by `reply`.
    static Kit ofLines(RequestHandler<String, String> reply, Configuration configuration) throws IOException {
        return of(ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), reply), configuration);
    }

    RawPeer connect() throws IOException {
        return RawPeer.connect(server.localAddresses().getFirst());
    }

    Queue<ConnectionEnd> ends() {
        return records.ends;
    }

    Queue<Refusal> refusals() {
        return records.refusals;
    }

    Queue<String> opened() {
        return records.opened;
    }

    /// Waits until so many connections have ended for that reason, and none for another.
    void awaitEnds(CloseReason reason, long count) throws Exception {
        Eventually.holds(
                count + " ended as " + reason + ", not " + counts(),
                () -> counts().equals(Map.of(reason, count)) && ends().size() == count);
    }

    void awaitOpen(int count) throws Exception {
        Eventually.holds(count + " open", () -> server.connections().size() == count);
    }

    private Map<CloseReason, Long> counts() {
        return server.counts().closed();
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
