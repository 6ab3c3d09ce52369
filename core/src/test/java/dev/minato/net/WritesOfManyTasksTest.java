package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.task.BoundedChannel;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.ListeningTest;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Short writes of many tasks at once, which one loop may make together: each is what a write of a lone task is.
@NetworkTest
class WritesOfManyTasksTest extends ListeningTest {
    /// More than a loop makes together.
    private static final int MANY = 300;

    private static final int MESSAGES = 12;
    private static final int MESSAGE = 700;

    private interface OfOne {
        void run(Pair pair) throws Exception;
    }

    /// Runs the body for each of `count` connections, all on one loop, where there are such.
    private void forEach(int count, OfOne body) throws Exception {
        Tasks.spawn(() -> {
                    var pairs = new ArrayList<Pair>();
                    try {
                        for (int i = 0; i < count; i++) {
                            pairs.add(Pair.of(listener));
                        }
                        together(pairs, body);
                    } finally {
                        for (Pair pair : pairs) {
                            pair.close();
                        }
                    }
                })
                .join(Eventually.PATIENCE);
    }

    private static void together(List<Pair> pairs, OfOne body) throws Exception {
        try (var group = new TaskGroup()) {
            for (Pair pair : pairs) {
                group.spawn(() -> body.run(pair));
            }
            group.join();
        }
    }

    /// A write that was still on its way when the close came would be lost.
    @Test
    void closeRightBehindThemLosesNothing() throws Exception {
        forEach(MANY, pair -> {
            pair.near().awaitWritable();
            for (int i = 0; i < MESSAGES; i++) {
                write(pair.near(), i);
            }
            pair.near().close();
            assertThat(Pattern.checkToEnd(pair.far())).isEqualTo(MESSAGES * MESSAGE);
        });
    }

    @Test
    void buffersAreTheCallersAgainWhenTheyReturn() throws Exception {
        forEach(MANY / 4, pair -> {
            pair.near().awaitWritable();
            var message = ByteBuffer.allocateDirect(MESSAGE);
            for (int i = 0; i < MESSAGES; i++) {
                Pattern.put(message.clear(), (long) i * MESSAGE);
                pair.near().writeAll(message.flip());
                assertThat(message.hasRemaining()).isFalse();
            }
            pair.near().shutdown(Shutdown.WRITE);
            assertThat(Pattern.checkToEnd(pair.far())).isEqualTo(MESSAGES * MESSAGE);
        });
    }

    /// One writes on the loop, among others, and one elsewhere.
    @Test
    void twoThreadsThatTakeTurnsKeepTheirOrder() throws Exception {
        forEach(8, pair -> {
            pair.near().awaitWritable();
            try (var here = new BoundedChannel<Integer>(1);
                    var elsewhere = new BoundedChannel<Integer>(1)) {
                var other = Threads.PLATFORM.run(() -> takeTurns(pair.near(), elsewhere, here));
                here.send(0);
                takeTurns(pair.near(), here, elsewhere);
                other.result();
            }
            pair.near().shutdown(Shutdown.WRITE);
            assertThat(Pattern.checkToEnd(pair.far())).isEqualTo((MESSAGES + 1) * MESSAGE);
        });
    }

    private static void takeTurns(TcpStream stream, BoundedChannel<Integer> mine, BoundedChannel<Integer> others)
            throws Exception {
        int turn;
        do {
            turn = mine.receive().orElseThrow();
            if (turn <= MESSAGES) {
                write(stream, turn);
            }
            others.send(turn + 1);
        } while (turn < MESSAGES);
    }

    private static void write(TcpStream stream, int number) throws NetException {
        stream.writeAll(Pattern.bytes((long) number * MESSAGE, MESSAGE));
    }

    @Test
    void interruptsLoseNothing() throws Exception {
        forEach(MANY / 10, pair -> {
            pair.near().awaitWritable();
            Thread.currentThread().interrupt();
            for (int i = 0; i < MESSAGES; i++) {
                write(pair.near(), i);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            }
            assertThat(Thread.interrupted()).isTrue();
            pair.near().shutdown(Shutdown.WRITE);
            assertThat(Pattern.checkToEnd(pair.far())).isEqualTo(MESSAGES * MESSAGE);
        });
    }
}
