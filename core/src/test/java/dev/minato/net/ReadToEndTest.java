package dev.minato.net;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.MESSAGE_TOO_LONG;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.UnixAddr;
import dev.minato.codec.LineCodec;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.io.BufferedSource;
import dev.minato.io.Copy;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What came before the end, or before whatever came in its place, is the reader's.
@NetworkTest
@SuppressWarnings("try") // closing is what is tested
class ReadToEndTest extends ConnectedTest {
    private static byte[] pattern(int length) {
        var bytes = ByteBuffer.allocate(length);
        Pattern.put(bytes, 0);
        return bytes.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9_000, 1_000_000})
    void allThatComesIsInTheBuffer(int length) throws NetException {
        var sending = Threads.VIRTUAL.run(() -> {
            far.writeAll(pattern(length));
            far.shutdown(Shutdown.WRITE);
        });
        var buffer = ByteBuffer.allocate(length + 7).position(5);

        assertThat(near.readToEnd(buffer)).isEqualTo(length);

        assertThat(buffer.position()).isEqualTo(5 + length);
        Pattern.check(buffer.flip().position(5), 0);
        sending.result();
        assertThat(near.readToEnd(buffer.clear())).isZero();
    }

    @Test
    void theEndMayComeBehindAFullBuffer() throws NetException {
        far.writeAll(pattern(3));
        far.shutdown(Shutdown.WRITE);
        assertThat(near.readToEnd(ByteBuffer.allocate(3))).isEqualTo(3);
        assertThat(near.readToEnd(ByteBuffer.allocate(0))).isZero();
    }

    @Test
    void whatDoesNotFitStaysInTheStream() throws NetException {
        far.writeAll("abcde".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);
        var buffer = ByteBuffer.allocate(3);

        var failure = Expect.failure(MESSAGE_TOO_LONG, "read", near.peerAddress(), () -> near.readToEnd(buffer));

        assertThat(failure).hasMessageEndingWith("more than 3 bytes before the end of the stream");
        assertThat(text(buffer)).isEqualTo("abc");
        assertThat(near.readToString(100)).isEqualTo("de");
    }

    /// Less than the peer's first window: a reset drops what was not sent yet.
    @ParameterizedTest
    @ValueSource(ints = {1, 25, 20_000})
    void whatCameBeforeAResetIsInTheBuffer(int length) throws NetException {
        far.writeAll(pattern(length));
        far.closeReset();
        var buffer = ByteBuffer.allocate(length + 1);

        Expect.failure(CONNECTION_RESET, "read", near.peerAddress(), () -> near.readToEnd(buffer));

        assertThat(buffer.position()).isEqualTo(length);
        Pattern.check(buffer.flip(), 0);
        Expect.failure(CONNECTION_RESET, () -> near.readToEnd(buffer.clear()));
        assertThat(buffer.position()).isZero();
    }

    /// The look for the end behind a full buffer hears of the reset.
    @Test
    void aResetBehindAFullBufferIsNoEnd() throws NetException {
        far.writeAll(pattern(25));
        far.closeReset();
        var buffer = ByteBuffer.allocate(25);

        Expect.failure(CONNECTION_RESET, "read", near.peerAddress(), () -> near.readToEnd(buffer));

        assertThat(buffer.position()).isEqualTo(25);
    }

    @Test
    void aUnixStreamKeepsItToo(@TempDir Path folder) throws NetException {
        try (var listener = UnixListener.bind(UnixAddr.ofPath(folder.resolve("s")));
                var client = UnixStream.connect(listener.localAddress());
                var server = listener.accept()) {
            client.writeAll(new byte[1]);
            server.awaitReadable();
            server.writeAll("early answer".getBytes(UTF_8));
            server.close();
            var buffer = ByteBuffer.allocate(100);

            var failure = Expect.failure(CONNECTION_RESET, () -> client.readToEnd(buffer));

            assertThat(failure.operation()).isEqualTo("read");
            assertThat(text(buffer)).isEqualTo("early answer");
        }
    }

    @Test
    void aHalfKeepsItToo() throws NetException {
        far.writeAll(pattern(25));
        far.closeReset();
        var halves = near.split();
        var buffer = ByteBuffer.allocate(100);

        Expect.failure(CONNECTION_RESET, () -> halves.reader().readToEnd(buffer));

        assertThat(buffer.position()).isEqualTo(25);
        halves.writer().close();
        halves.reader().close();
        Expect.failure(CLOSED, () -> halves.reader().readToEnd(buffer));
    }

    @Test
    void afterATimeoutItGoesOn() throws NetException {
        near.setReadTimeout(Duration.ofMillis(10));
        far.writeAll("abc".getBytes(UTF_8));
        var buffer = ByteBuffer.allocate(100);
        Expect.failure(TIMED_OUT, "read", near.peerAddress(), () -> near.readToEnd(buffer));
        assertThat(buffer.position()).isEqualTo(3);

        far.writeAll("de".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);

        assertThat(near.readToEnd(buffer)).isEqualTo(2);
        assertThat(text(buffer)).isEqualTo("abcde");
    }

    @ParameterizedTest
    @EnumSource
    void afterAnInterruptItGoesOn(Threads threads) throws Exception {
        var buffer = ByteBuffer.allocate(100);
        far.writeAll("abc".getBytes(UTF_8));
        var call = threads.call(() -> near.readToEnd(buffer));
        Eventually.holds("it came", () -> buffer.position() == 3);
        call.awaitWaiting().interrupt();
        Expect.says(call.failure(), INTERRUPTED, "read", near.peerAddress());

        far.writeAll("de".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);

        assertThat(near.readToEnd(buffer)).isEqualTo(2);
        assertThat(text(buffer)).isEqualTo("abcde");
    }

    @Test
    void aReaderKeepsWhatCameBeforeAReset() throws NetException {
        far.writeAll("line\nhalf".getBytes(UTF_8));
        far.closeReset();
        var reader = BufferedSource.of(near);

        assertThat(reader.readLine(100)).contains("line");
        Expect.failure(CONNECTION_RESET, () -> reader.readLine(100));
        Expect.failure(CONNECTION_RESET, () -> reader.readUntil((byte) ' ', 100));
        Expect.failure(CONNECTION_RESET, () -> reader.readExact(new byte[5]));
        assertThat(UTF_8.decode(reader.buffered()).toString()).isEqualTo("half");
        assertThat(UTF_8.decode(reader.intoParts().unread()).toString()).isEqualTo("half");
    }

    @Test
    void aCopyPassesOnWhatCameBeforeAReset() throws NetException {
        try (var to = Pair.open()) {
            far.writeAll("answer".getBytes(UTF_8));
            far.closeReset();

            Expect.failure(CONNECTION_RESET, () -> Copy.copy(near, to.near()));

            to.near().shutdown(Shutdown.WRITE);
            assertThat(to.far().readToString(100)).isEqualTo("answer");
        }
    }

    /// What a failed write leaves is in the reader still.
    @Test
    void aCopyFromAReaderLosesNothingWhenTheOtherSideIsReset() throws Exception {
        try (var to = Pair.open()) {
            to.far().closeReset();
            Eventually.holds("a write hears of it", () -> {
                try {
                    to.near().writeAll(new byte[1]);
                    return false;
                } catch (NetException e) {
                    assertThat(e.kind()).isIn(CONNECTION_RESET, BROKEN_PIPE);
                    return true;
                }
            });
            far.writeAll("answer".getBytes(UTF_8));
            far.shutdown(Shutdown.WRITE);
            var reader = BufferedSource.of(near);

            Expect.failure(BROKEN_PIPE, () -> Copy.copy(reader, to.near()));

            assertThat(reader.readLine(100)).contains("answer");
        }
    }

    /// A message that a reset cut off is none.
    @Test
    void wholeMessagesBeforeAResetAreGiven() throws NetException {
        far.writeAll("a\nb\nhalf".getBytes(UTF_8));
        far.closeReset();
        var lines = new Framed<>(near, LineCodec.utf8(100));

        assertThat(lines.read()).contains("a");
        assertThat(lines.read()).contains("b");
        Expect.failure(CONNECTION_RESET, lines::read);
        Expect.failure(CONNECTION_RESET, lines::read);
    }

    private static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer.flip()).toString();
    }
}
