package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.task.OneShot;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Observers that fail, hang, or call the server they observe.
@Timeout(60)
class HostileObserverTest {
    private static final ConnectionHandler ECHO =
            ConnectionHandler.ofRequests(() -> LineCodec.utf8(100), (line, session) -> session.write(line));

    /// What an observer does, whatever it is told.
    private record Always(Runnable act) implements ServerObserver {
        @Override
        public void opened(Connection connection) {
            act.run();
        }

        @Override
        public void closed(Connection connection, ConnectionEnd end) {
            act.run();
        }

        @Override
        public void refused(Refusal refusal) {
            act.run();
        }
    }

    private static TcpServer server(ServerObserver observer) throws IOException {
        return TcpServer.builder()
                .listen("127.0.0.1:0", ECHO)
                .maxConnections(2)
                .maxConnectionsPerAddress(1)
                .observer(observer)
                .start();
    }

    static Throwable failure(String name) {
        return switch (name) {
            case "runtime" -> new IllegalStateException("a bug");
            case "assertion" -> new AssertionError("a broken invariant");
            case "linkage" -> new NoClassDefFoundError("a class is missing");
            case "checked" -> new IOException("sneaked");
            default -> new StackOverflowError("a recursion");
        };
    }

    /// The accept loop survives it, and the handler is called all the same.
    @ParameterizedTest
    @ValueSource(strings = {"runtime", "assertion", "linkage", "checked", "stack"})
    void whatItThrowsChangesNothing(String name) throws Exception {
        var observer = new Always(() -> HostileObserverTest.<RuntimeException>sneak(failure(name)));
        try (var server = server(observer)) {
            for (int i = 1; i <= 5; i++) {
                long refused = i;
                try (var peer = connect(server)) {
                    ask(peer);
                    try (var _ = connect(server)) {
                        Eventually.holds(
                                "refused",
                                () -> server.counts().refused().getOrDefault(RefusalReason.TOO_MANY_FROM_ADDRESS, 0L)
                                        == refused);
                    }
                }
                Eventually.holds("ended", () -> server.connections().isEmpty());
            }
            assertThat(server.counts().closed()).containsOnly(java.util.Map.entry(CloseReason.FINISHED, 5L));
        }
    }

    /// Of a refusal it is told by the accept loop, for which a drain would wait.
    @Test
    void oneThatHangsHoldsNoDrainUp() throws Exception {
        var end = new AtomicBoolean();
        var hangs = new AtomicBoolean();
        var observer = new ServerObserver() {
            @Override
            public void refused(Refusal refusal) {
                hangs.set(true);
                while (!end.get()) {
                    Thread.yield();
                }
            }
        };
        try (var server = server(observer);
                var peer = connect(server)) {
            ask(peer);
            try (var _ = connect(server)) {
                Eventually.holds("hangs", hangs::get);
                assertThat(server.drain(Duration.ofMinutes(10)).finished()).isEqualTo(1);
                assertThat(peer.isAtEnd()).isTrue();
            }
        } finally {
            end.set(true);
        }
    }

    /// It hears that it would wait for itself; the server goes on.
    @Test
    void oneThatClosesTheServerIsTold() throws Exception {
        var server = new AtomicReference<TcpServer>();
        Queue<String> told = new ConcurrentLinkedQueue<>();
        var observer = new Always(() -> {
            try {
                server.get().close();
            } catch (IllegalStateException e) {
                told.add(String.valueOf(e.getMessage()));
            }
        });
        try (var made = server(observer)) {
            server.set(made);
            try (var peer = connect(made)) {
                ask(peer);
                try (var _ = connect(made)) {
                    Eventually.holds("opened and refused", () -> told.size() == 2);
                }
            }
            Eventually.holds("and closed", () -> told.size() == 3);
            assertThat(told).allMatch(message -> message.contains("Tasks.spawn"));
        }
    }

    @Test
    void aHandlerThatDrainsItsServerIsTold() throws Exception {
        var server = new AtomicReference<TcpServer>();
        Queue<Throwable> told = new ConcurrentLinkedQueue<>();
        var report = new OneShot<DrainReport>();
        ConnectionHandler handler = connection -> {
            try {
                server.get().drain(Duration.ZERO);
            } catch (IllegalStateException e) {
                told.add(e);
            }
            Tasks.spawn(() -> report.send(server.get().drain(Duration.ofMinutes(10))));
            connection.stopSignal().await();
        };
        try (var made = TcpServer.builder().listen("127.0.0.1:0", handler).start()) {
            server.set(made);
            try (var peer = connect(made)) {
                assertThat(peer.isAtEnd()).isTrue();
            }
            assertThat(report.receive()).hasToString("1 finished");
            assertThat(told).hasSize(1);
        }
    }

    private static RawPeer connect(TcpServer server) throws IOException {
        return RawPeer.connect(server.localAddresses().getFirst());
    }

    private static void ask(RawPeer peer) throws IOException {
        peer.send("one\n");
        assertThat(peer.receive(4)).isEqualTo("one\n");
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable failure) throws X {
        throw (X) failure;
    }
}
