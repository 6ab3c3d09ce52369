package dev.minato.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What has come while a task waited is as if the kernel still had it, also where the task's loop has read it.
@NetworkTest
class ReadAheadTest {
    private interface Body {
        void run(TcpStream near, TcpStream far) throws Exception;
    }

    /// Both ends are of the loop that runs the body, and `near` has waited there, when "a" came.
    private static void afterAWait(Body body) throws Exception {
        Tasks.spawn(() -> {
                    try (var pair = Pair.open()) {
                        awaitOneByte(pair);
                        body.run(pair.near(), pair.far());
                    }
                })
                .join(Eventually.PATIENCE);
    }

    private static void awaitOneByte(Pair pair) throws Exception {
        try (var group = new TaskGroup()) {
            group.spawn(() -> pair.near().awaitReadable());
            group.spawn(() -> pair.far().writeAll(new byte[] {'a'}));
            group.join();
        }
    }

    private static String read(TcpStream stream, int room) throws NetException {
        var buffer = ByteBuffer.allocate(room);
        return stream.read(buffer) < 0 ? "end" : US_ASCII.decode(buffer.flip()).toString();
    }

    private static String peek(TcpStream stream, int room) throws NetException {
        var buffer = ByteBuffer.allocate(room);
        int count = stream.peek(buffer);
        assertThat(buffer.position()).isEqualTo(Math.max(0, count));
        return count < 0 ? "end" : US_ASCII.decode(buffer.flip()).toString();
    }

    @Test
    void peekSeesWhatCameLaterToo() throws Exception {
        afterAWait((near, far) -> {
            far.writeAll("bcd".getBytes(US_ASCII));
            Eventually.holds("all is there", () -> peek(near, 9).length() == 4);
            assertThat(peek(near, 9)).isEqualTo("abcd");
            assertThat(peek(near, 2)).isEqualTo("ab");
            assertThat(read(near, 1)).isEqualTo("a");
            assertThat(peek(near, 9)).isEqualTo("bcd");
            assertThat(read(near, 9)).isEqualTo("bcd");
        });
    }

    @Test
    void endComesBehindIt() throws Exception {
        afterAWait((near, far) -> {
            far.shutdown(Shutdown.WRITE);
            assertThat(peek(near, 9)).isEqualTo("a");
            assertThat(peek(near, 9)).isEqualTo("a");
            assertThat(read(near, 9)).isEqualTo("a");
            assertThat(peek(near, 9)).isEqualTo("end");
            assertThat(read(near, 9)).isEqualTo("end");
        });
    }

    /// The kernel tells a reset once, and here it tells the peek.
    @Test
    void resetComesBehindItAndStays() throws Exception {
        afterAWait((near, far) -> {
            reset(near, far);
            assertThat(peek(near, 9)).isEqualTo("a");
            assertThat(peek(near, 9)).isEqualTo("a");
            assertThat(read(near, 9)).isEqualTo("a");
            Expect.failure(ErrorKind.CONNECTION_RESET, () -> read(near, 9));
            Expect.failure(ErrorKind.CONNECTION_RESET, () -> peek(near, 9));
        });
    }

    @Test
    void writeThatIsToldOfTheResetLeavesIt() throws Exception {
        afterAWait((near, far) -> {
            reset(near, far);
            Expect.failure(ErrorKind.CONNECTION_RESET, () -> writeUntilItFails(near));
            assertThat(read(near, 9)).isEqualTo("a");
            Expect.failure(ErrorKind.CONNECTION_RESET, () -> read(near, 9));
        });
    }

    /// What is written before the reset has come is taken.
    private static void writeUntilItFails(TcpStream near) throws NetException {
        for (; ; ) {
            near.writeAll(new byte[1]);
        }
    }

    /// Sends a byte that nobody reads, so that the close is a reset.
    private static void reset(TcpStream near, TcpStream far) throws NetException {
        near.writeAll(new byte[1]);
        far.awaitReadable();
        far.close();
    }

    @Test
    void closeThatLeavesItUnreadResets() throws Exception {
        afterAWait((near, far) -> {
            near.close();
            Expect.failure(ErrorKind.CONNECTION_RESET, () -> read(far, 9));
        });
    }

    @Test
    void closeAfterItWasReadIsOrderly() throws Exception {
        afterAWait((near, far) -> {
            assertThat(read(near, 9)).isEqualTo("a");
            near.close();
            assertThat(read(far, 9)).isEqualTo("end");
        });
    }

    @Test
    void shutdownOfReadingEndsReads() throws Exception {
        afterAWait((near, far) -> {
            near.shutdown(Shutdown.READ);
            assertThat(read(near, 9)).isEqualTo("end");
            near.writeAll(new byte[] {'b'});
            assertThat(read(far, 9)).isEqualTo("b");
        });
    }

    @Test
    void waitsAndSetsFindItAgainAndAgain() throws Exception {
        afterAWait((near, far) -> {
            near.awaitReadable();
            near.awaitReadable();
            try (var set = new ReadinessSet<String>()) {
                set.add(Readiness.readable(near), "near");
                assertThat(set.await()).hasSize(1);
                assertThat(set.await()).hasSize(1);
                assertThat(read(near, 9)).isEqualTo("a");
                assertThat(set.ready()).isEmpty();
            }
        });
    }

    @Test
    void anotherThreadReadsItInOrder() throws Exception {
        afterAWait((near, far) -> {
            far.writeAll("bcd".getBytes(US_ASCII));
            var bytes = new byte[4];
            Tasks.compute(() -> {
                        near.readExact(bytes);
                        return bytes;
                    })
                    .join();
            assertThat(bytes).asString(US_ASCII).isEqualTo("abcd");
        });
    }

    @Test
    void streamThatWasWaitedForThroughAClosedCloneGoesOn() throws Exception {
        Tasks.spawn(() -> {
                    try (var pair = Pair.open();
                            var group = new TaskGroup()) {
                        var clone = pair.near().tryClone();
                        var begun = new AtomicBoolean();
                        var waiting = group.spawn(() -> {
                            begun.set(true);
                            Expect.failure(ErrorKind.CLOSED, () -> clone.read(ByteBuffer.allocate(1)));
                        });
                        Eventually.holds("it waits", begun::get);
                        clone.close();
                        waiting.join();
                        pair.far().writeAll("b".getBytes(US_ASCII));
                        assertThat(read(pair.near(), 9)).isEqualTo("b");
                        pair.far().writeAll("c".getBytes(US_ASCII));
                        assertThat(read(pair.near(), 9)).isEqualTo("c");
                        group.join();
                    }
                })
                .join(Eventually.PATIENCE);
    }
}
