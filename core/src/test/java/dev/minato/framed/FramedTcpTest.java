package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Framed connections between two threads.
@NetworkTest
class FramedTcpTest {
    private static final int MESSAGES = 20_000;
    private static final int ROUNDS = 12;
    private static final Duration LONG = Duration.ofMinutes(1);

    private Pair pair;

    @BeforeEach
    void open() throws NetException {
        pair = Pair.open();
    }

    @AfterEach
    void close() throws NetException {
        pair.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void peerSeesTheAnswerWithoutAFlush(Threads threads) throws Exception {
        try (var lines = new Framed<>(pair.far(), LineCodec.utf8(100))) {
            var serving = threads.run(() -> {
                for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                    lines.write("re: " + line.get());
                }
            });
            var answer = new byte[8];

            pair.near().writeAll(utf8("abc"));
            serving.awaitWaiting();
            pair.near().writeAll(utf8("\n"));
            pair.near().readExact(answer);

            assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("re: abc\n");
            pair.near().close();
            serving.result();
        }
    }

    @Test
    void readTimeoutLosesNoPartOfAMessage() throws Exception {
        var lines = new Framed<>(pair.far(), LineCodec.utf8(100));
        pair.far().setReadTimeout(Duration.ofMillis(20));
        pair.near().writeAll(utf8("hel"));
        Expect.failure(ErrorKind.TIMED_OUT, lines::read);

        pair.near().writeAll(utf8("lo\n"));

        assertThat(lines.read()).contains("hello");
    }

    @Test
    void readAfterAMessageTimeoutGivesTheMessageItsTimeAgain() throws Exception {
        var lines = new Framed<>(pair.far(), LineCodec.utf8(100));
        lines.setMessageTimeout(Duration.ofMillis(100));
        pair.near().writeAll(utf8("ha"));

        Expect.failure(ErrorKind.TIMED_OUT, lines::read);

        lines.setMessageTimeout(LONG);
        var reading = Threads.VIRTUAL.run(() -> assertThat(lines.read()).contains("half"));
        reading.awaitWaiting();
        pair.near().writeAll(utf8("lf\n"));
        reading.result();
    }

    @Test
    void messageBehindABadOneHasATimeOfItsOwn() throws Exception {
        var lines = new Framed<>(pair.far(), LineCodec.utf8(100));
        var timeout = Duration.ofMillis(100);
        lines.setMessageTimeout(timeout);
        pair.near().writeAll(utf8("bad"));
        var reading = Threads.VIRTUAL.run(() -> Expect.failure(ErrorKind.INVALID_DATA, () -> untilNoTimeout(lines)));
        reading.awaitWaiting();
        pair.near().writeAll(new byte[] {(byte) 0xff, '\n', 'g'});
        reading.result();
        Expect.failure(ErrorKind.TIMED_OUT, () -> pair.near().awaitReadable(timeout));

        lines.setMessageTimeout(LONG);
        var next = Threads.VIRTUAL.run(() -> assertThat(lines.read()).contains("good"));
        next.awaitWaiting();
        pair.near().writeAll(utf8("ood\n"));
        next.result();
    }

    private static void untilNoTimeout(Framed<String, String> lines) throws NetException {
        for (; ; ) {
            try {
                lines.read();
                return;
            } catch (NetException e) {
                if (e.kind() != ErrorKind.TIMED_OUT) {
                    throw e;
                }
            }
        }
    }

    /// The peer does not read: the last flush gives up, and the connection is closed all the same.
    @Test
    void closeDoesNotWaitForeverForAPeerThatDoesNotRead() throws Exception {
        int large = 16 * 1024 * 1024;
        var lines = new Framed<>(pair.near(), LineCodec.bytes(large));
        pair.fill();
        lines.write(ByteBuffer.allocate(large));

        Expect.failure(ErrorKind.TIMED_OUT, lines::close);

        assertThat(pair.near().isOpen()).isFalse();
    }

    /// More than fits into the sockets' buffers, both ways, and a timeout in each direction now and then.
    @Test
    void timeoutsInBothDirectionsLoseNothing() throws Exception {
        var near = new Framed<>(pair.near(), LineCodec.utf8(1000)).split();
        var far = new Framed<>(pair.far(), LineCodec.utf8(1000));
        pair.near().setReadTimeout(Duration.ofNanos(50_000));
        pair.near().setWriteTimeout(Duration.ofNanos(50_000));
        var echo = Threads.VIRTUAL.run(() -> {
            for (var line = far.read(); line.isPresent(); line = far.read()) {
                far.write(line.get());
            }
            far.close();
        });
        var sending = Threads.VIRTUAL.run(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                String line = i + "x".repeat(i % 500);
                untilDone(() -> near.writer().write(line));
            }
            untilDone(near.writer()::flush);
            near.writer().close();
        });

        for (int i = 0; i < MESSAGES; i++) {
            var line = new String[1];
            untilDone(() -> line[0] = near.reader().read().orElseThrow());
            assertThat(line[0]).isEqualTo(i + "x".repeat(i % 500));
        }
        untilDone(() -> assertThat(near.reader().read()).isEmpty());
        sending.result();
        echo.result();
        near.reader().close();
    }

    private static void untilDone(Threads.Body body) throws Exception {
        for (; ; ) {
            try {
                body.run();
                return;
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT);
            }
        }
    }

    /// Both ends on one thread, so that all that is allocated is counted.
    @Test
    void messageCostsNoMemory() throws NetException {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var near = new Framed<>(pair.near(), LineCodec.bytes(100));
        var far = new Framed<>(pair.far(), LineCodec.bytes(100));
        var message = ByteBuffer.wrap(utf8("a message"));
        long allowed = isPolledByRing() ? 512 : 8;
        long each = Long.MAX_VALUE;
        // The compiler decides when the steady state is reached: the least of some rounds is that of the last
        // ones.
        for (int round = 0; round < ROUNDS && each > allowed; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            exchange(near, far, message);
            each = Math.min(each, (thread.getCurrentThreadAllocatedBytes() - before) / MESSAGES);
        }

        System.out.println("a request and its answer as lines over TCP: " + each + " bytes");
        assertThat(each).isLessThanOrEqualTo(allowed);
    }

    /// A thread that is no task hands each wait to a loop, in the node of a queue, and wakes it.
    private static boolean isPolledByRing() {
        return Platform.current().choices().stream()
                .anyMatch(choice -> choice.value().equals("ring"));
    }

    private static void exchange(
            Framed<ByteBuffer, ByteBuffer> near, Framed<ByteBuffer, ByteBuffer> far, ByteBuffer message)
            throws NetException {
        for (int i = 0; i < MESSAGES; i++) {
            near.write(message);
            near.flush();
            far.write(far.read().orElseThrow());
            far.flush();
            if (near.read().orElseThrow().remaining() != message.remaining()) {
                throw new AssertionError("another message came back");
            }
        }
    }
}
