package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.Codec;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Handlers that break whatever can be broken: each ends its own connection, and its permit comes back.
@Timeout(60)
class HostileHandlerTest {
    private static final AttributeKey<String> NAME = AttributeKey.of("name", String.class);

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("a bug"),
                new AssertionError("a broken invariant"),
                new StackOverflowError("a recursion"),
                new InterruptedException("of its own"),
                new IOException("checked"),
                new LinkageError("a class is missing"),
                new ThreadDeathOfItsOwn());
    }

    /// A throwable that is neither an exception nor an error.
    private static final class ThreadDeathOfItsOwn extends Throwable {
        private static final long serialVersionUID = 1;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void whatItThrowsEndsItsConnectionAlone(Throwable failure) throws Exception {
        assertEndsAndServes(_ -> HostileHandlerTest.<RuntimeException>sneak(failure), CloseReason.HANDLER_FAILED);
    }

    @Test
    void memoryThatItHasNotIsSaid() throws Exception {
        assertEndsAndServes(
                _ -> {
                    throw new OutOfMemoryError("as if");
                },
                CloseReason.OUT_OF_MEMORY);
    }

    @Test
    void aRecursionWithoutEndIsItsFailure() throws Exception {
        assertEndsAndServes(_ -> recurse(1), CloseReason.HANDLER_FAILED);
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    void itMayCloseItsStream() throws Exception {
        assertEndsAndServes(connection -> connection.stream().close(), CloseReason.FINISHED);
    }

    @Test
    void itMayCloseItsConnection() throws Exception {
        assertEndsAndServes(Connection::close, CloseReason.CLOSED);
    }

    /// The halves belong to the connection, whose end closes them.
    @Test
    void itMaySplitItsStreamAndForgetTheHalves() throws Exception {
        assertEndsAndServes(connection -> connection.stream().split(), CloseReason.FINISHED);
    }

    /// The last reply arrives, and the flag is seen by nobody else.
    @Test
    void itMayLeaveItsInterruptFlagSet() throws Exception {
        Queue<Boolean> flags = new ConcurrentLinkedQueue<>();
        ConnectionHandler handler = connection -> {
            flags.add(Thread.currentThread().isInterrupted());
            connection.stream().writeAll(Kit.bytes("reply"));
            Thread.currentThread().interrupt();
        };
        try (var kit = Kit.of(handler, builder -> builder.maxConnections(1))) {
            for (int i = 0; i < 20; i++) {
                try (var peer = kit.connect()) {
                    peer.send("unread");
                    assertThat(peer.receive(100)).isEqualTo("reply");
                }
            }
            kit.awaitEnds(CloseReason.FINISHED, 20);
            assertThat(flags).hasSize(20).containsOnly(false);
        }
    }

    @Test
    void anInterruptOfItsOwnEndsItsWait() throws Exception {
        assertEndsAndServes(
                connection -> {
                    Thread.currentThread().interrupt();
                    int _ = connection.stream().read(ByteBuffer.allocate(1));
                },
                CloseReason.CLOSED);
    }

    /// The other task's read ends with the connection.
    @Test
    void itMayReturnWhileAnotherTaskReads() throws Exception {
        Queue<Task<?>> readers = new ConcurrentLinkedQueue<>();
        ConnectionHandler handler = connection -> {
            readers.add(Tasks.spawn(() -> connection.stream().read(ByteBuffer.allocate(1))));
            connection.stream().writeAll(Kit.bytes("reply"));
        };
        try (var kit = Kit.of(handler, builder -> builder.maxConnections(1))) {
            for (int i = 0; i < 5; i++) {
                try (var peer = kit.connect()) {
                    assertThat(peer.receive(5)).isEqualTo("reply");
                    peer.finish();
                }
            }
            Eventually.holds("all ended", () -> kit.ends().size() == 5);
            assertThat(kit.server.connections()).isEmpty();
        }
        for (Task<?> reader : readers) {
            Eventually.holds("its read has ended", reader::isFinished);
        }
    }

    @Test
    void aSupplierOfCodecsMayFail() throws Exception {
        Supplier<Codec<String, String>> none = () -> {
            throw new IllegalStateException("no codec");
        };
        try (var kit = Kit.of(ConnectionHandler.ofRequests(none, (_, _) -> {}), builder -> builder.maxConnections(1))) {
            for (int i = 0; i < 5; i++) {
                try (var peer = kit.connect()) {
                    assertThat(peer.isAtEnd()).isTrue();
                }
            }
            kit.awaitEnds(CloseReason.HANDLER_FAILED, 5);
        }
    }

    /// A session that outlives its connection is of no use, and does no harm.
    @Test
    void aSessionThatIsKeptIsClosed() throws Exception {
        Queue<Session<String, String>> kept = new ConcurrentLinkedQueue<>();
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100))) {
                kept.add(session);
                session.serve((line, same) -> same.write(line));
            }
        };
        try (var kit = Kit.of(handler);
                var other = kit.connect()) {
            try (var peer = kit.connect()) {
                peer.send("one\n");
                assertThat(peer.receive(4)).isEqualTo("one\n");
            }
            Eventually.holds("ended", () -> kit.ends().size() == 1);
            var ended = kept.stream()
                    .filter(each -> !each.connection().stream().isOpen())
                    .findFirst()
                    .orElseThrow();
            assertThat(ended.connection().awaitInput()).isFalse();
            assertThat(kindOf(() -> {
                        ended.write("late");
                        ended.flush();
                    }))
                    .isEqualTo(ErrorKind.CLOSED);
            ended.close();
            other.send("two\n");
            assertThat(other.receive(4)).isEqualTo("two\n");
        }
    }

    @Test
    void manyTasksMayUseItsAttributes() throws Exception {
        var seen = new AtomicLong();
        ConnectionHandler handler = connection -> {
            try (var group = new TaskGroup()) {
                for (int i = 0; i < 8; i++) {
                    String name = "name " + i;
                    group.spawn(() -> {
                        for (int round = 0; round < 1000; round++) {
                            connection.setAttribute(NAME, name);
                            seen.addAndGet(
                                    connection.attribute(NAME).orElseThrow().length());
                        }
                    });
                }
                group.join();
            }
        };
        assertEndsAndServes(handler, CloseReason.FINISHED);
        assertThat(seen.get()).isPositive();
    }

    /// They come as to a closed connection: refused, and counted nowhere.
    @Test
    void pushesFromEverywhereToConnectionsThatEnd() throws Exception {
        Queue<Outbox<String>> outboxes = new ConcurrentLinkedQueue<>();
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100))) {
                outboxes.add(session.openOutbox(4, SlowReaderPolicy.DROP_OLDEST));
                var _ = session.read();
            }
        };
        try (var kit = Kit.of(handler);
                var group = new TaskGroup()) {
            for (int i = 0; i < 2_000; i++) {
                group.spawn(() -> {
                    for (int round = 0; round < 20; round++) {
                        outboxes.forEach(each -> each.push("news"));
                        Thread.yield();
                    }
                });
            }
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                peers.add(kit.connect());
                peers.get(i).send("bye\n");
            }
            for (RawPeer peer : peers) {
                peer.receiveUntil("\0");
                peer.close();
            }
            group.join();
            kit.awaitEnds(CloseReason.FINISHED, 40);
            assertThat(outboxes).hasSize(40).allMatch(Outbox::isClosed).allMatch(each -> !each.push("late"));
        }
    }

    /// Five times, so that a permit that was kept would be missing; the server has one.
    private static void assertEndsAndServes(ConnectionHandler handler, CloseReason reason) throws Exception {
        try (var kit = Kit.of(handler, builder -> builder.maxConnections(1))) {
            for (int i = 0; i < 5; i++) {
                try (var peer = kit.connect()) {
                    peer.receiveUntil("\0");
                }
            }
            kit.awaitEnds(reason, 5);
            assertThat(kit.server.connections()).isEmpty();
            assertThat(kit.server.drain(Duration.ZERO)).hasToString("0 finished");
        }
    }

    private static ErrorKind kindOf(dev.minato.task.Action call) throws Exception {
        try {
            call.run();
            throw new AssertionError("it did not fail");
        } catch (NetException e) {
            return e.kind();
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void sneak(Throwable failure) throws X {
        throw (X) failure;
    }
}
