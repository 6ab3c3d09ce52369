package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.codec.LineCodec;
import dev.minato.testing.Eventually;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages that others push to a connection.
@Timeout(60)
class OutboxTest {
    private final Queue<Outbox<String>> outboxes = new ConcurrentLinkedQueue<>();

    /// Echoes, and sends what is pushed.
    private Kit kit(SlowReaderPolicy policy) throws Exception {
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100_000))) {
                outboxes.add(session.openOutbox(4, policy));
                for (var line = session.read(); line.isPresent(); line = session.read()) {
                    session.write(line.get());
                }
            }
        };
        return Kit.of(handler);
    }

    private Outbox<String> outbox() throws Exception {
        Eventually.holds("an outbox", () -> !outboxes.isEmpty());
        return outboxes.element();
    }

    @Test
    void theyArriveThoughThePeerSaysNothing() throws Exception {
        try (var kit = kit(SlowReaderPolicy.CLOSE);
                var peer = kit.connect()) {
            assertThat(outbox().push("one")).isTrue();
            assertThat(peer.receive(4)).isEqualTo("one\n");
            peer.send("two\n");
            assertThat(peer.receive(4)).isEqualTo("two\n");
            assertThat(outbox().push("three")).isTrue();
            assertThat(peer.receive(6)).isEqualTo("three\n");
        }
    }

    @Test
    void whatWasPushedBeforeTheEndIsSent() throws Exception {
        try (var kit = kit(SlowReaderPolicy.CLOSE);
                var peer = kit.connect()) {
            assertThat(outbox().push("last words")).isTrue();
            assertThat(kit.server.drain(Duration.ofMinutes(10))).hasToString("1 finished");
            assertThat(outbox().push("too late")).isFalse();
            assertThat(peer.receive(100)).isEqualTo("last words\n");
        }
    }

    @Test
    void aFullOneClosesTheConnectionOfASlowReader() throws Exception {
        try (var kit = kit(SlowReaderPolicy.CLOSE);
                var peer = kit.connect()) {
            fill();
            kit.awaitEnds(CloseReason.SLOW_READER, 1);
            assertThatThrownBy(() -> peer.receive(Integer.MAX_VALUE)).hasMessageContaining("reset");
        }
    }

    @Test
    void aFullOneDropsTheNewest() throws Exception {
        try (var kit = kit(SlowReaderPolicy.DROP_NEWEST);
                var peer = kit.connect()) {
            int sent = fill();
            assertThat(outbox().push("too much")).isFalse();
            assertThat(outbox().dropped()).isGreaterThan(0);
            assertThat(outbox().queued()).isEqualTo(4);
            for (int i = 0; i < sent; i++) {
                peer.receive(100_001);
            }
            Eventually.holds("room again", () -> outbox().push("the end"));
            assertThat(peer.receive(8)).isEqualTo("the end\n");
        }
    }

    @Test
    void aFullOneDropsTheOldest() throws Exception {
        try (var kit = kit(SlowReaderPolicy.DROP_OLDEST);
                var peer = kit.connect()) {
            fill();
            for (int i = 0; i < 4; i++) {
                assertThat(outbox().push("new " + i)).isTrue();
            }
            assertThat(outbox().dropped()).isGreaterThanOrEqualTo(4);
            String end = "y\nnew 0\nnew 1\nnew 2\nnew 3\n";
            assertThat(peer.receiveUntil(end)).isEqualTo(end);
        }
    }

    /// A peer that is held up still gets what others push, in order with what it is answered.
    @Test
    void aPauseSendsWhatIsPushedAndReadsNothing() throws Exception {
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100))) {
                outboxes.add(session.openOutbox(4, SlowReaderPolicy.CLOSE));
                for (var line = session.read(); line.isPresent(); line = session.read()) {
                    session.write(line.get());
                    session.pause(line.get().equals("long") ? Duration.ofMinutes(10) : Duration.ZERO);
                }
            }
        };
        try (var kit = Kit.of(handler);
                var peer = kit.connect()) {
            peer.send("short\nlong\nnext\n");
            assertThat(peer.receive(11)).isEqualTo("short\nlong\n");
            assertThat(outbox().push("pushed")).isTrue();
            assertThat(outbox().push("again")).isTrue();
            assertThat(peer.receive(13)).isEqualTo("pushed\nagain\n");
            assertThat(kit.server.drain(Duration.ofMinutes(10))).hasToString("1 finished");
            assertThat(peer.receive(100)).isEqualTo("next\n");
        }
    }

    @Test
    void aCloseEndsAPause() throws Exception {
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100))) {
                outboxes.add(session.openOutbox(4, SlowReaderPolicy.CLOSE));
                session.pause(Duration.ofMinutes(10));
            }
        };
        try (var kit = Kit.of(handler);
                var peer = kit.connect()) {
            assertThat(outbox().queued()).isZero();
            kit.server.connections().forEach(Connection::close);
            kit.awaitEnds(CloseReason.CLOSED, 1);
            assertThat(peer.receive(1)).isEmpty();
        }
    }

    @Test
    void withoutAnOutboxThereIsNoPause() throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100))) {
                session.pause(Duration.ZERO);
            } catch (IllegalStateException e) {
                failures.add(e);
            }
        };
        try (var kit = Kit.of(handler);
                var peer = kit.connect()) {
            assertThat(peer.receive(1)).isEmpty();
            assertThat(failures)
                    .singleElement()
                    .hasToString("java.lang.IllegalStateException: there is no outbox: open one, or sleep");
        }
    }

    /// Pushes until the kernel holds no more and the outbox is full for good. Returns how many were taken.
    private int fill() throws Exception {
        String line = "y".repeat(100_000);
        var taken = new AtomicInteger();
        var fullLooks = new AtomicInteger();
        Eventually.holds("full", () -> {
            boolean wasFull = outbox().queued() == 4;
            taken.addAndGet(outbox().push(line) ? 1 : 0);
            fullLooks.set(wasFull ? fullLooks.get() + 1 : 0);
            return fullLooks.get() == 200 || outbox().isClosed();
        });
        return taken.get();
    }

    @Test
    void thereIsOne() throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(100))) {
                session.openOutbox(1, SlowReaderPolicy.CLOSE);
                session.openOutbox(1, SlowReaderPolicy.CLOSE);
            } catch (IllegalStateException e) {
                failures.add(e);
            }
        };
        try (var kit = Kit.of(handler);
                var peer = kit.connect()) {
            assertThat(peer.isAtEnd()).isTrue();
            assertThat(failures).hasSize(1);
        }
    }
}
