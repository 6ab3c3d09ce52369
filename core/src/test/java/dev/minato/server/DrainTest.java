package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.net.Readiness;
import dev.minato.net.TcpListener;
import dev.minato.task.OneShot;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.RawPeer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The end of a server: whom it lets finish, whom it cuts, and what it says of it.
@Timeout(60)
@SuppressWarnings("try") // closing is what is tested
class DrainTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final RequestHandler<String, String> ECHO = (line, session) -> session.write(line);

    @Test
    void thoseBetweenTwoRequestsEndAtOnce() throws Exception {
        try (var kit = Kit.ofLines(ECHO, _ -> {});
                var peer = kit.connect()) {
            peer.send("one\n");
            assertThat(peer.receive(4)).isEqualTo("one\n");
            var report = kit.server.drain(LONG);
            assertThat(report).hasToString("1 finished");
            assertThat(peer.isAtEnd()).isTrue();
            kit.awaitEnds(CloseReason.STOPPED, 1);
        }
    }

    @Test
    void theConnectionThatHasSaidNothingEndsSoon() throws Exception {
        try (var kit = Kit.ofLines(ECHO, _ -> {});
                var peer = kit.connect()) {
            kit.awaitOpen(1);
            assertThat(kit.server.drain(LONG)).hasToString("1 finished");
            assertThat(peer.isAtEnd()).isTrue();
        }
    }

    /// What the server has not accepted yet would be reset by the close of the listener.
    @Test
    void theRequestOfAConnectionInTheBacklogIsAnswered() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.maxConnections(1));
                var first = kit.connect();
                var second = kit.connect()) {
            first.send("one\n");
            assertThat(first.receive(4)).isEqualTo("one\n");
            first.close();
            second.send("two\n");
            Eventually.holds("a permit", () -> !kit.ends().isEmpty());
            kit.server.drain(LONG);
            assertThat(second.receive(4)).isEqualTo("two\n");
        }
    }

    @Test
    void aRequestInProgressIsAnsweredAndAHalfOneMayBeCompleted() throws Exception {
        var goOn = new OneShot<String>();
        RequestHandler<String, String> slow =
                (line, session) -> session.write(line.equals("slow") ? goOn.receive() : line);
        try (var kit = Kit.ofLines(slow, _ -> {});
                var busy = kit.connect();
                var half = kit.connect()) {
            busy.send("slow\nnext\n");
            half.send("one\nha");
            assertThat(half.receive(4)).isEqualTo("one\n");
            var drain = Tasks.spawn(() -> kit.server.drain(LONG));
            Eventually.holds("stops", () -> kit.server.stopSignal().isSet());
            half.send("lf\n");
            assertThat(half.receive(5)).isEqualTo("half\n");
            assertThat(half.isAtEnd()).isTrue();
            assertThat(goOn.send("done")).isTrue();
            assertThat(busy.receive(10)).isEqualTo("done\nnext\n");
            assertThat(busy.isAtEnd()).isTrue();
            assertThat(drain.join()).hasToString("2 finished");
        }
    }

    @Test
    void thePortIsFreeWhileOthersFinish() throws Exception {
        try (var kit = Kit.ofLines(ECHO, _ -> {});
                var peer = kit.connect()) {
            peer.send("ha");
            kit.awaitOpen(1);
            var drain = Tasks.spawn(() -> kit.server.drain(LONG));
            var address = kit.server.localAddresses().getFirst();
            Eventually.holds("refused", () -> {
                try (var late = RawPeer.connect(address)) {
                    return false;
                } catch (java.net.ConnectException refused) {
                    return true;
                }
            });
            TcpListener.bind(address).close();
            peer.send("lf\n");
            assertThat(peer.receive(5)).isEqualTo("half\n");
            assertThat(drain.join().finished()).isPositive();
        }
    }

    @Test
    void aHandlerThatWaitsTooLongIsCut() throws Exception {
        ConnectionHandler reader = connection -> {
            var buffer = ByteBuffer.allocate(10);
            while (connection.stream().read(buffer.clear()) != -1) {
                connection.stream().writeAll(buffer.flip());
            }
        };
        try (var kit = Kit.of(reader);
                var peer = kit.connect()) {
            peer.send("one");
            assertThat(peer.receive(3)).isEqualTo("one");
            var drain = Tasks.spawn(() -> kit.server.drain(Duration.ZERO));
            assertThat(peer.isAtEnd()).isTrue();
            peer.close();
            assertThat(drain.join()).hasToString("0 finished, 1 cut");
            kit.awaitEnds(CloseReason.DRAIN_TIMEOUT, 1);
        }
    }

    @Test
    void aHandlerThatDoesNotEndIsLeftBehind() throws Exception {
        var end = new AtomicBoolean();
        ConnectionHandler stubborn = _ -> {
            while (!end.get()) {
                Thread.onSpinWait();
                Thread.yield();
            }
        };
        try (var kit = Kit.of(stubborn);
                var peer = kit.connect()) {
            kit.awaitOpen(1);
            assertThat(kit.server.drain(Duration.ZERO)).hasToString("0 finished, 1 stuck");
            assertThatThrownBy(peer::isAtEnd).hasMessageContaining("reset");
        } finally {
            end.set(true);
        }
    }

    @Test
    void aHandlerHearsOfIt() throws Exception {
        ConnectionHandler waiting = connection -> {
            connection.stopSignal().await();
            connection.stream().writeAll(Kit.bytes("goodbye"));
        };
        try (var kit = Kit.of(waiting);
                var peer = kit.connect()) {
            kit.awaitOpen(1);
            assertThat(kit.server.drain(LONG)).hasToString("1 finished");
            assertThat(peer.receive(100)).isEqualTo("goodbye");
            kit.awaitEnds(CloseReason.STOPPED, 1);
        }
    }

    /// Alone, and beside other things to wait for.
    @Test
    void theSignalCanBeWaitedForInEveryWay() throws Exception {
        try (var kit = Kit.ofLines(ECHO, _ -> {})) {
            StopSignal signal = kit.server.stopSignal();
            assertThat(signal.await(Duration.ofMillis(1))).isFalse();
            assertThat(signal.await(Duration.ZERO)).isFalse();
            var beside = Tasks.spawn(() -> Readiness.any(List.of(signal.readiness())));
            kit.server.drain(LONG);
            assertThat(beside.join()).hasSize(1);
            assertThat(signal.await(LONG)).isTrue();
            signal.await();
        }
    }

    @Test
    void closingCutsEverythingAndComesBack() throws Exception {
        try (var kit = Kit.ofLines(ECHO, _ -> {});
                var peer = kit.connect()) {
            peer.send("ha");
            kit.awaitOpen(1);
            kit.server.close();
            assertThat(peer.isAtEnd()).isTrue();
            assertThat(kit.server.connections()).isEmpty();
            kit.server.close();
            assertThat(kit.server.drain(LONG)).hasToString("0 finished");
        }
    }

    @Test
    void itDrainsWhileAllPermitsAreTaken() throws Exception {
        try (var kit = Kit.ofLines(ECHO, builder -> builder.maxConnections(1));
                var peer = kit.connect();
                var other = kit.connect()) {
            peer.send("one\n");
            assertThat(peer.receive(4)).isEqualTo("one\n");
            other.send("two\n");
            assertThat(kit.server.drain(LONG).stuck()).isZero();
            assertThat(peer.isAtEnd()).isTrue();
        }
    }
}
