package dev.minato.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.minato.codec.BytesCodec;
import dev.minato.codec.Decoder;
import dev.minato.codec.LengthCodec;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Messages in datagrams: each datagram a stream of its own, and each message out a datagram.
@NetworkTest
class FramedUdpTest extends DatagramTest {
    private static final int MOST = 65_507;

    private FramedUdp<String, String> lines;

    @BeforeEach
    void frame() {
        lines = new FramedUdp<>(socket, LineCodec.utf8(20));
    }

    private void send(String datagram) throws NetException {
        peer.sendTo(ByteBuffer.wrap(datagram.getBytes(ISO_8859_1)), socket.localAddress());
    }

    private static String text(ByteBuffer message) {
        return ISO_8859_1.decode(message.slice()).toString();
    }

    private String received() throws NetException {
        var buffer = ByteBuffer.allocate(MOST);
        peer.recvFrom(buffer);
        return ISO_8859_1.decode(buffer.flip()).toString();
    }

    @Test
    void aDatagramHasOneMessageOrSeveral() throws NetException {
        send("a\nb\r\nc");
        send("d\n");

        assertThat(lines.read()).isEqualTo("a");
        assertThat(lines.read()).isEqualTo("b");
        assertThat(lines.read()).isEqualTo("c");
        assertThat(lines.received().length()).isEqualTo(6);
        assertThat(lines.received().sender()).isEqualTo(peer.localAddress());
        assertThat(lines.read()).isEqualTo("d");
        assertThat(lines.received().length()).isEqualTo(2);
    }

    @Test
    void aDatagramWithoutAMessageIsPassedOver() throws NetException {
        send("");
        send("");
        send("a");

        assertThat(lines.read()).isEqualTo("a");
    }

    @Test
    void theLongestDatagramIsNotCut() throws NetException {
        var bytes = new FramedUdp<>(socket, BytesCodec.of(MOST));
        send("x".repeat(MOST));

        assertThat(bytes.read().remaining()).isEqualTo(MOST);
        assertThat(bytes.received().truncated()).isFalse();
    }

    @Test
    void aBadMessageIsOneErrorThatNamesItsSender() throws NetException {
        send("a\n\u00ff\nb\n" + "x".repeat(21) + "\nc\n");

        assertThat(lines.read()).isEqualTo("a");
        assertThat(Expect.failure(ErrorKind.INVALID_DATA, lines::read))
                .hasMessageContaining(peer.localAddress().toString());
        assertThat(lines.read()).isEqualTo("b");
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, lines::read);
        assertThat(lines.read()).isEqualTo("c");
    }

    /// What a datagram left unfinished, or broke, is no part of the next one.
    @Test
    void noMessageGoesOnInTheNextDatagram() throws NetException {
        var frames = new FramedUdp<>(
                socket, LengthCodec.ofBytes(1).trailer((byte) ';').codec(20));
        send("\u0002ab;\u0003ab");
        send("\u0009skipped");
        send("\u0002abX\u0001a;");
        send("\u0001c;");

        assertThat(text(frames.read())).isEqualTo("ab");
        Expect.failure(ErrorKind.UNEXPECTED_EOF, frames::read);
        Expect.failure(ErrorKind.UNEXPECTED_EOF, frames::read);
        Expect.failure(ErrorKind.INVALID_DATA, frames::read);
        assertThat(text(frames.read())).isEqualTo("c");
    }

    /// A message that is too long is skipped as far as its datagram goes, and no further.
    @Test
    void skippingEndsWithItsDatagram() throws NetException {
        var frames = new FramedUdp<>(socket, LengthCodec.ofBytes(1).codec(5));
        send("\u0009skipped");
        send("\u0001c");

        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, frames::read);
        assertThat(text(frames.read())).isEqualTo("c");
    }

    /// The buffer is of a pool: what a decoder leaves changed in it is nobody else's, nor its own the next time.
    @Test
    void whatADecoderChangesIsUndone() throws NetException {
        var careless = new FramedUdp<>(socket, new Careless(), LineCodec.utf8(9));
        for (int i = 0; i < 3; i++) {
            send("\u0000\u0001\u0000\u0002");
            assertThat(careless.read()).isEqualTo(1);
            assertThat(careless.read()).isEqualTo(2);
        }
    }

    /// Takes a number of two bytes, and leaves the limit and the byte order as it needed them.
    private static final class Careless implements Decoder<Integer> {
        @Override
        public Optional<Integer> decode(ByteBuffer input) {
            if (input.remaining() < 2) {
                return Optional.empty();
            }
            int number = input.getShort();
            input.limit(input.position()).order(ByteOrder.LITTLE_ENDIAN);
            return Optional.of(number);
        }

        @Override
        public int maxBuffered() {
            return 2;
        }
    }

    @Test
    void eachMessageIsADatagram() throws NetException {
        lines.write("one", peer.localAddress());
        lines.write("two", peer.localAddress());

        assertThat(received()).isEqualTo("one\n");
        assertThat(received()).isEqualTo("two\n");
    }

    @Test
    void aConnectedSocketNeedsNoAddress() throws NetException {
        Expect.failure(ErrorKind.NOT_CONNECTED, () -> lines.write("nobody"));
        socket.connect(peer.localAddress());

        lines.write("one");

        assertThat(received()).isEqualTo("one\n");
    }

    @Test
    void anAnswerGoesOutFromTheAddressThatWasAsked() throws NetException {
        send("a");
        lines.read();

        lines.write("b", lines.received().sender(), socket.localAddress());

        assertThat(received()).isEqualTo("b\n");
    }

    @Test
    void whatTheEncoderRefusesIsNotSent() throws NetException {
        Expect.failure(ErrorKind.INVALID_INPUT, () -> lines.write("a\nb", peer.localAddress()));
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> lines.write("x".repeat(21), peer.localAddress()));
        lines.write("c", peer.localAddress());

        assertThat(received()).isEqualTo("c\n");
    }

    @Test
    void whatNoDatagramHoldsIsTooLong() {
        var bytes = new FramedUdp<>(socket, BytesCodec.of(100));

        var failure = Expect.failure(
                ErrorKind.MESSAGE_TOO_LONG, () -> bytes.write(ByteBuffer.allocate(70_000), peer.localAddress()));

        assertThat(failure.operation()).isEqualTo("send");
    }

    @Test
    void aTimeoutLosesNothing() throws NetException {
        socket.setReadTimeout(Duration.ofMillis(1));
        assertThat(Expect.failure(ErrorKind.TIMED_OUT, lines::read).operation()).isEqualTo("receive");

        socket.clearReadTimeout();
        send("a\nb");
        assertThat(lines.read()).isEqualTo("a");
        assertThat(lines.read()).isEqualTo("b");
    }

    @Test
    void oneTaskReadsWhileAnotherWrites() throws Exception {
        var reading = Threads.VIRTUAL.call(lines::read).awaitWaiting();

        assertThatIllegalStateException().isThrownBy(lines::read).withMessageContaining("another one reads");
        lines.write("a", peer.localAddress());
        assertThat(received()).isEqualTo("a\n");

        send("b");
        assertThat(reading.result()).isEqualTo("b");
    }

    @Test
    void closingEndsTheReadThatWaits() throws Exception {
        var reading = Threads.VIRTUAL.call(lines::read).awaitWaiting();

        lines.close();

        assertThat(reading.failure().kind()).isEqualTo(ErrorKind.CLOSED);
        Expect.failure(ErrorKind.CLOSED, () -> lines.write("a", peer.localAddress()));
    }
}
