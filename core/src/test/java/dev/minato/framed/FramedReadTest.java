package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.Decoder;
import dev.minato.codec.Encoder;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.pool.BufferPool;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading gives whole messages, whatever pieces they come in, and loses none.
class FramedReadTest {
    private static final int ROOMY = BufferPool.LARGE;

    private final ScriptedStream stream = new ScriptedStream();
    private final Framed<String, String> lines = lines(10);

    private Framed<String, String> lines(int max) {
        return new Framed<>(stream, LineCodec.utf8(max));
    }

    @Test
    void messagesOfOnePieceComeWithoutAnotherWait() throws NetException {
        stream.thenComes("a\nb\n\nc\n").thenEnds();

        assertThat(lines.read()).contains("a");
        assertThat(lines.read()).contains("b");
        assertThat(lines.read()).contains("");
        assertThat(lines.read()).contains("c");
        assertThat(stream.calls).containsExactly("wait");
        assertThat(lines.read()).isEmpty();
        assertThat(lines.read()).isEmpty();
    }

    @Test
    void messageComesInPieces() throws NetException {
        stream.thenComes("hel").thenComes("lo\r").thenComes("\nworld\n");

        assertThat(lines.read()).contains("hello");
        assertThat(lines.read()).contains("world");
        assertThat(stream.calls).containsExactly("wait", "wait", "wait");
    }

    @Test
    void leftoverAtTheEndIsALine() throws NetException {
        stream.thenComes("a\nleft").thenEnds();

        assertThat(lines.read()).contains("a");
        assertThat(lines.read()).contains("left");
        assertThat(lines.read()).isEmpty();
        assertThat(lines.read()).isEmpty();
    }

    @Test
    void endWithinAMessageIsAnErrorWhereTheDecoderSaysSo() throws NetException {
        stream.thenComes("abcdef").thenEnds();
        var fours = new Framed<>(stream, new Fours(), noEncoder());

        assertThat(fours.read()).contains("abcd");
        Expect.failure(ErrorKind.UNEXPECTED_EOF, fours::read);
        assertThat(fours.read()).isEmpty();
    }

    @Test
    void errorOfAMessageIsAboutThatMessage() throws NetException {
        stream.thenComes("far too long a line\nok\n").thenEnds();

        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, lines::read);
        assertThat(lines.read()).contains("ok");
        assertThat(lines.read()).isEmpty();
    }

    @Test
    void overlongMessageIsSkippedAsItComes() throws NetException {
        for (int i = 0; i < 100; i++) {
            stream.thenComes("x".repeat(1000));
        }
        stream.thenComes("x\nok\n");

        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, lines::read);
        assertThat(lines.read()).contains("ok");
    }

    @Test
    void timeoutLosesNothing() throws NetException {
        stream.thenComes("hel");
        Expect.failure(ErrorKind.TIMED_OUT, lines::read);
        Expect.failure(ErrorKind.TIMED_OUT, lines::read);

        stream.thenComes("lo\nwor");
        assertThat(lines.read()).contains("hello");
        Expect.failure(ErrorKind.TIMED_OUT, lines::read);

        stream.thenComes("ld\n");
        assertThat(lines.read()).contains("world");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 126, 128, 1022, 1024, ROOMY - 2, ROOMY - 1, ROOMY, 100_000})
    void messageOfExactlyTheMaximumComes(int max) throws NetException {
        var framed = lines(max);
        String largest = "x".repeat(max);
        stream.thenComes("a\n" + largest + "\r\n" + largest + "\n" + largest + "y\nb\n")
                .thenEnds();

        assertThat(framed.read()).contains("a");
        assertThat(framed.read()).contains(largest);
        assertThat(framed.read()).contains(largest);
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, framed::read);
        assertThat(framed.read()).contains("b");
        assertThat(framed.read()).isEmpty();
    }

    /// A read is offered the room behind what is kept, so its size bounds the buffer's from below.
    @ParameterizedTest
    @ValueSource(ints = {10, ROOMY, 50_000})
    void bufferIsBoundedWhateverThePeerSends(int max) throws NetException {
        var framed = lines(max);
        String line = "x".repeat(max);
        for (int i = 0; i < 20; i++) {
            stream.thenComes((line + "\n").repeat(5)).thenComes(line + "too long" + line + "\n");
        }
        stream.thenEnds();

        int messages = 0;
        int errors = 0;
        for (boolean more = true; more; ) {
            try {
                more = framed.read().isPresent();
                messages++;
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.MESSAGE_TOO_LONG);
                errors++;
            }
        }

        assertThat(messages).isEqualTo(101);
        assertThat(errors).isEqualTo(20);
        assertThat(stream.largestRead).isBetween(ROOMY, max < ROOMY ? ROOMY : 4 * ROOMY);
    }

    private static Encoder<String> noEncoder() {
        return new Encoder<>() {
            @Override
            public int maxEncodedLength(String message) {
                return 0;
            }

            @Override
            public void encode(String message, ByteBuffer output) {}
        };
    }

    /// Messages of four bytes.
    private static final class Fours implements Decoder<String> {
        @Override
        public Optional<String> decode(ByteBuffer input) {
            if (input.remaining() < 4) {
                return Optional.empty();
            }
            byte[] four = new byte[4];
            input.get(four);
            return Optional.of(new String(four, StandardCharsets.US_ASCII));
        }

        @Override
        public int maxBuffered() {
            return 4;
        }
    }
}
