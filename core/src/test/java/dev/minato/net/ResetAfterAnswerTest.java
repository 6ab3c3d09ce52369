package dev.minato.net;

import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.io.BufferedSource;
import dev.minato.io.Copy;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A peer that answers and resets: the answer first, then the reset, whichever call the kernel tells of it.
@NetworkTest
class ResetAfterAnswerTest {
    private static final byte[] ANSWER = "413 too large".getBytes(UTF_8);

    /// A stream whose write has failed with the reset, and whose receive queue holds the answer.
    private static Pair answered() throws Exception {
        var pair = Pair.open();
        pair.near().writeAll(new byte[1000]);
        pair.far().awaitReadable();
        pair.far().writeAll(ANSWER);
        pair.far().close();
        Eventually.holds("a write hears of the reset", () -> {
            try {
                pair.near().writeAll(new byte[1]);
                return false;
            } catch (NetException e) {
                assertThat(e.kind()).isIn(CONNECTION_RESET, ErrorKind.BROKEN_PIPE);
                return true;
            }
        });
        return pair;
    }

    private static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer.flip()).toString();
    }

    @Test
    void aReadGetsTheAnswer() throws Exception {
        try (var pair = answered()) {
            var buffer = ByteBuffer.allocate(100);
            pair.near().read(buffer);
            assertThat(text(buffer)).isEqualTo("413 too large");
            Expect.failure(CONNECTION_RESET, () -> pair.near().read(ByteBuffer.allocate(1)));
            Expect.failure(CONNECTION_RESET, () -> pair.near().tryPeek(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aPeekSeesTheAnswerAndAReadOfSeveralBuffersGetsIt() throws Exception {
        try (var pair = answered()) {
            var buffer = ByteBuffer.allocate(100);
            pair.near().peek(buffer);
            assertThat(text(buffer)).isEqualTo("413 too large");
            ByteBuffer[] two = {ByteBuffer.allocate(3), ByteBuffer.allocate(100)};
            assertThat(pair.near().read(two)).isEqualTo(13);
            Expect.failure(CONNECTION_RESET, () -> pair.near().read(two));
        }
    }

    @Test
    void aReaderOfLinesGetsTheAnswer() throws Exception {
        try (var pair = answered()) {
            var reader = BufferedSource.of(pair.near());
            assertThat(text(reader.fillBuf().duplicate().compact())).isEqualTo("413 too large");
            reader.consume(13);
            Expect.failure(CONNECTION_RESET, reader::fillBuf);
        }
    }

    @Test
    void aCopyCopiesTheAnswer() throws Exception {
        try (var pair = answered();
                var to = Pair.open()) {
            Expect.failure(CONNECTION_RESET, () -> Copy.copy(pair.near(), to.near()));
            to.near().shutdown(Shutdown.WRITE);
            assertThat(to.far().readToString(100)).isEqualTo("413 too large");
        }
    }

    /// The client sends on and on; the server reads a little, answers, and closes.
    @RepeatedTest(60)
    void aRelayCopiesTheAnswer() throws Exception {
        try (var client = Pair.open();
                var server = Pair.open()) {
            var relay = Threads.VIRTUAL.call(() -> Copy.copyBidirectional(client.far(), server.near()));
            var sending = Threads.VIRTUAL.run(() -> {
                while (true) {
                    client.near().writeAll(new byte[4096]);
                }
            });
            server.far().readExact(new byte[10_000]);
            server.far().writeAll(ANSWER);
            server.far().close();

            var answer = new byte[ANSWER.length];
            client.near().readExact(answer);
            assertThat(answer).isEqualTo(ANSWER);
            assertThat(relay.failure().kind()).isIn(CONNECTION_RESET, ErrorKind.BROKEN_PIPE);
            client.near().shutdown(Shutdown.WRITE);
            assertThat(sending.failure().kind()).isNotNull();
        }
    }

    /// A reset that meets a reader and, through a clone, a writer or another reader at the same time.
    @RepeatedTest(5)
    void noReadTakesAResetForTheEnd() throws Exception {
        var ends = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            try (var pair = Pair.open();
                    var clone = pair.near().tryClone()) {
                meet(pair.near(), clone, i % 2 == 0, ends, pair.far()::closeReset);
            }
        }
        assertThat(ends).hasValue(0);
    }

    @RepeatedTest(5)
    void noReadOfAUnixStreamTakesAResetForTheEnd(@TempDir Path folder) throws Exception {
        var ends = new AtomicInteger();
        try (var listener = UnixListener.bind(folder.resolve("s"))) {
            for (int i = 0; i < 200; i++) {
                try (var near = UnixStream.connect(listener.localAddress());
                        var far = listener.accept();
                        var clone = near.tryClone()) {
                    near.writeAll(new byte[1]); // what a peer leaves unread makes its close a reset
                    meet(near, clone, i % 2 == 0, ends, far::close);
                }
            }
        }
        assertThat(ends).hasValue(0);
    }

    private interface Reset {
        void now() throws IOException;
    }

    private static void meet(ByteStream stream, ByteStream clone, boolean writes, AtomicInteger ends, Reset reset)
            throws Exception {
        var one = Threads.PLATFORM.run(() -> poll(stream, ends));
        var two = Threads.PLATFORM.run(() -> {
            if (writes) {
                writeOn(clone);
            } else {
                poll(clone, ends);
            }
        });
        reset.now();
        assertThat(one.failure().kind()).isEqualTo(CONNECTION_RESET);
        assertThat(two.failure().kind()).isIn(CONNECTION_RESET, ErrorKind.BROKEN_PIPE);
    }

    private static void writeOn(ByteStream stream) throws NetException {
        while (true) {
            if (stream.tryWrite(ByteBuffer.wrap(new byte[1])) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void poll(ByteStream stream, AtomicInteger ends) throws NetException {
        int count = 0;
        while (count == 0) {
            count = stream.tryRead(ByteBuffer.allocate(1));
        }
        ends.incrementAndGet();
    }
}
