package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.testing.Eventually;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Loops that never have to wait, since what they ask is always so, let the others of their carrier run: sets,
/// `any`, waits and tries alike.
@NetworkTest
class ReadinessFairnessTest {
    /// More than there are carriers, so that none is left over.
    private static final int GREEDY = 4 * Runtime.getRuntime().availableProcessors();

    /// One turn of a loop, which succeeds at once each time.
    private interface Turn {
        void on(TcpStream alwaysWritable, ReadinessSet<TcpStream> itsSet) throws NetException;
    }

    @Test
    void setThatIsAlwaysReady() throws Exception {
        letsOthersRun((_, set) -> set.await());
    }

    @Test
    void setThatIsAsked() throws Exception {
        letsOthersRun((_, set) -> set.ready());
    }

    @Test
    void anyOfSeveral() throws Exception {
        letsOthersRun((stream, _) -> Readiness.any(List.of(Readiness.writable(stream))));
    }

    @Test
    void waitThatIsOverAtOnce() throws Exception {
        letsOthersRun((stream, _) -> stream.awaitWritable());
    }

    @Test
    void readsThatFindNothing() throws Exception {
        var one = ByteBuffer.allocate(1);
        letsOthersRun((stream, _) -> stream.tryRead(one.duplicate()));
    }

    @Test
    void peeksThatFindNothing() throws Exception {
        var one = ByteBuffer.allocate(1);
        letsOthersRun((stream, _) -> stream.tryPeek(one.duplicate()));
    }

    /// A set with an always ready member reports the others, too.
    @Test
    void otherMembersAreReported() throws Exception {
        try (var group = TaskGroup.isolated();
                var listener = TcpListener.bind(Loopback.IPV4.any());
                var near = TcpStream.connect(listener.localAddress());
                var far = listener.accept();
                var set = new ReadinessSet<TcpStream>()) {
            set.add(Readiness.writable(near), near);
            set.add(Readiness.readable(near), near);
            var turns = new AtomicInteger();
            var reported = group.spawn(() -> {
                while (set.await().stream().noneMatch(ready -> ready.readiness().isReadable())) {
                    turns.incrementAndGet();
                }
                return true;
            });
            Eventually.holds("the set turns around", () -> turns.get() > 0);
            far.writeAll(ByteBuffer.wrap(new byte[1]));
            Eventually.holds("the readable one is reported", reported::isFinished);
        }
    }

    private static void letsOthersRun(Turn turn) throws Exception {
        var stop = new AtomicBoolean();
        var running = new AtomicInteger();
        try (var group = TaskGroup.isolated();
                var listener = TcpListener.bind(Loopback.IPV4.any())) {
            var server = group.spawn(() -> echo(listener));
            try {
                for (int i = 0; i < GREEDY; i++) {
                    group.spawn(() -> turnAround(turn, stop, running));
                }
                Eventually.holds("all turn around", () -> running.get() == GREEDY);
                ask(listener);
            } finally {
                stop.set(true);
                server.cancel();
            }
        }
    }

    private static void echo(TcpListener listener) throws NetException {
        try (var stream = listener.accept()) {
            var one = ByteBuffer.allocate(1);
            while (stream.read(one.clear()) != -1) {
                stream.writeAll(one.flip());
            }
        }
    }

    private static void ask(TcpListener listener) throws NetException {
        try (var client = TcpStream.connect(listener.localAddress())) {
            client.setReadTimeout(Eventually.PATIENCE);
            for (int round = 0; round < 20; round++) {
                client.writeAll(ByteBuffer.wrap(new byte[] {(byte) round}));
                var answer = ByteBuffer.allocate(1);
                client.readExact(answer);
                assertThat(answer.get(0)).isEqualTo((byte) round);
            }
        }
    }

    private static void turnAround(Turn turn, AtomicBoolean stop, AtomicInteger running) throws NetException {
        try (var listener = TcpListener.bind(Loopback.IPV4.any());
                var stream = TcpStream.connect(listener.localAddress());
                var peer = listener.accept();
                var set = new ReadinessSet<TcpStream>()) {
            set.add(Readiness.writable(stream), stream);
            running.incrementAndGet();
            while (!stop.get() && peer.isOpen()) {
                turn.on(stream, set);
            }
        }
    }
}
