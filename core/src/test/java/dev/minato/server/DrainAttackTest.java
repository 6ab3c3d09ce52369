package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Descriptors;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import dev.minato.testing.Requirement;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Drains that peers and callers do their best to hold up.
@Timeout(60)
@SuppressWarnings("try") // a close in the middle of the block is what is tested
class DrainAttackTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final RequestHandler<String, String> REPLY =
            (line, session) -> session.write(line.equals("big") ? "z".repeat(1_000_000) : line);

    private static Kit kit(Kit.Configuration configuration) throws IOException {
        return Kit.of(ConnectionHandler.ofRequests(() -> LineCodec.utf8(2_000_000), REPLY), configuration);
    }

    /// Its output is dropped with its connection.
    @Test
    void aPeerThatNeverReads() throws Exception {
        try (var kit = kit(_ -> {});
                var peer = kit.connect()) {
            peer.send("big\n".repeat(50));
            awaitSpoken(kit);
            var report = kit.server.drain(Duration.ZERO);
            assertThat(report.stuck()).isZero();
            assertThat(report.finished() + report.cut() + report.reset()).isEqualTo(1);
            assertThat(kit.server.connections()).isEmpty();
        }
    }

    /// Whatever it sends, nobody waits for its end for longer than the grace period.
    @Test
    void aPeerThatFloods() throws Exception {
        try (var kit = kit(_ -> {});
                var peer = kit.connect();
                var group = new TaskGroup()) {
            var _ = group.spawn(() -> flood(peer));
            awaitSpoken(kit);
            var report = kit.server.drain(Duration.ofMillis(100));
            assertThat(report.stuck()).isZero();
            assertThat(kit.server.connections()).isEmpty();
            group.join();
        }
    }

    private static void flood(RawPeer peer) {
        try {
            for (; ; ) {
                peer.send("one\n".repeat(1000));
            }
        } catch (IOException closed) {
            // As it should be.
        }
    }

    @Test
    void fullOutboxes() throws Exception {
        Queue<Outbox<String>> outboxes = new ConcurrentLinkedQueue<>();
        ConnectionHandler handler = connection -> {
            try (var session = new Session<>(connection, LineCodec.utf8(200_000))) {
                outboxes.add(session.openOutbox(4, SlowReaderPolicy.DROP_OLDEST));
                for (var line = session.read(); line.isPresent(); line = session.read()) {}
            }
        };
        List<RawPeer> peers = new ArrayList<>();
        try (var kit = Kit.of(handler, builder -> builder.maxConnections(10))) {
            for (int i = 0; i < 10; i++) {
                peers.add(kit.connect());
            }
            Eventually.holds("all are there", () -> outboxes.size() == 10);
            String news = "n".repeat(100_000);
            Eventually.holds("all are full", () -> {
                outboxes.forEach(each -> each.push(news));
                return outboxes.stream().allMatch(each -> each.dropped() > 100);
            });
            assertThat(kit.server.drain(Duration.ofMillis(100)).stuck()).isZero();
            assertThat(outboxes).allMatch(Outbox::isClosed);
            assertThat(kit.server.connections()).isEmpty();
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    /// Whoever was accepted is answered; the others are refused or reset, and none waits for ever.
    @Test
    void connectionsThatComeAtFullRate() throws Exception {
        var over = new AtomicBoolean();
        var answered = new AtomicInteger();
        try (var kit = kit(builder -> builder.maxConnections(20));
                var group = new TaskGroup()) {
            for (int i = 0; i < 8; i++) {
                var _ = group.spawn(() -> {
                    while (!over.get()) {
                        answered.addAndGet(isAnswered(kit) ? 1 : 0);
                    }
                });
            }
            Eventually.holds("under load", () -> answered.get() > 100);
            var report = kit.server.drain(LONG);
            over.set(true);
            group.join();
            assertThat(report.cut() + report.reset() + report.stuck())
                    .as(report.toString())
                    .isZero();
            assertThat(kit.server.counts().open()).isZero();
            assertThat(kit.server.counts().closed().keySet())
                    .isSubsetOf(CloseReason.FINISHED, CloseReason.STOPPED, CloseReason.PEER_GONE);
        }
    }

    private static boolean isAnswered(Kit kit) {
        try (var peer = kit.connect()) {
            peer.send("one\n");
            return peer.receive(4).equals("one\n");
        } catch (IOException refusedOrReset) {
            return false;
        }
    }

    @Test
    void drainsAndClosesAtOnce() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try (var kit = kit(_ -> {})) {
            for (int i = 0; i < 20; i++) {
                peers.add(kit.connect());
                peers.get(i).send("on");
            }
            kit.awaitOpen(20);
            List<Task<?>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(Tasks.spawn(() -> kit.server.drain(LONG)));
                callers.add(Tasks.spawn(() -> kit.server.close()));
            }
            for (Task<?> caller : callers) {
                caller.join();
            }
            assertThat(kit.server.connections()).isEmpty();
            assertThat(kit.server.drain(LONG)).hasToString("0 finished");
            Eventually.holds("each has ended once", () -> kit.ends().size() == 20);
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    /// An interrupt of the caller ends the grace period, not the end in order.
    @Test
    @SuppressWarnings("try") // the peer goes before the server does
    void aCallerThatIsInterrupted() throws Exception {
        try (var kit = kit(_ -> {});
                var peer = kit.connect()) {
            peer.send("on");
            awaitSpoken(kit);
            var flag = new AtomicBoolean();
            var drain = Tasks.spawn(() -> {
                Thread.currentThread().interrupt();
                var report = kit.server.drain(LONG);
                flag.set(Thread.interrupted());
                return report;
            });
            assertThat(peer.isAtEnd()).isTrue();
            peer.close();
            assertThat(drain.join()).hasToString("0 finished, 1 cut");
            assertThat(flag.get()).isTrue();
        }
    }

    /// So does its deadline.
    @Test
    @SuppressWarnings("try") // the peer goes before the server does
    void aCallerWhoseDeadlinePasses() throws Exception {
        try (var kit = kit(_ -> {});
                var peer = kit.connect()) {
            peer.send("on");
            awaitSpoken(kit);
            var drain = Tasks.spawn(() -> Tasks.withDeadline(Duration.ofMillis(20), () -> kit.server.drain(LONG)));
            assertThat(peer.isAtEnd()).isTrue();
            peer.close();
            assertThat(drain.join()).hasToString("0 finished, 1 cut");
        }
    }

    /// No task, no descriptor, no permit.
    @Test
    void nothingIsLeft() throws Exception {
        Requirement.that(Descriptors.FOLDER + ", to count descriptors", Descriptors.canBeCounted());
        drainWithPeersOfAllKinds();
        long before = Descriptors.openSockets();
        drainWithPeersOfAllKinds();
        Eventually.holds("no socket is left", () -> Descriptors.openSockets() <= before);
    }

    private static void drainWithPeersOfAllKinds() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try (var kit = kit(builder -> builder.maxConnections(50))) {
            for (int i = 0; i < 100; i++) {
                var peer = kit.connect();
                peers.add(peer);
                switch (i % 5) {
                    case 0 -> peer.send("on");
                    case 1 -> peer.send("big\nbig\nbig\n");
                    case 2 -> peer.finish();
                    case 3 -> peer.reset();
                    default -> peer.send("one\n");
                }
            }
            assertThat(kit.server.drain(Duration.ofMillis(50)).stuck()).isZero();
            assertThat(kit.server.connections()).isEmpty();
            assertThat(kit.server.counts().open()).isZero();
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static void awaitSpoken(Kit kit) throws Exception {
        Eventually.holds(
                "it has spoken", () -> kit.server.connections().stream().anyMatch(Connection::hasSpoken));
    }
}
