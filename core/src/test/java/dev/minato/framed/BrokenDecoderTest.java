package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.minato.codec.Decoder;
import dev.minato.codec.LengthCodec;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.pool.BufferPool;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A decoder that breaks its rules is named, where its reader would otherwise go on for ever; a fatal error is
/// told from one of a single message.
@Timeout(20)
class BrokenDecoderTest {
    private final ScriptedStream stream = new ScriptedStream();
    private boolean last;

    private interface Decoding {
        Optional<String> decode(ByteBuffer input) throws NetException;
    }

    private FramedReader<String> reader(Decoding decoding) {
        return new FramedReader<>(stream, new Decoder<>() {
            @Override
            public Optional<String> decode(ByteBuffer input) throws NetException {
                return decoding.decode(input);
            }

            @Override
            public int maxBuffered() {
                return 10;
            }
        });
    }

    @Test
    void aMessageThatTakesNoByte() {
        stream.thenComes("x");
        assertThatIllegalStateException()
                .isThrownBy(reader(input -> input.hasRemaining() ? Optional.of("again") : Optional.empty())::read)
                .withMessageContaining("BrokenDecoderTest")
                .withMessageContaining("gave a message and took no byte");
    }

    @Test
    void aMessageThatTakesNoByteAtTheEnd() throws NetException {
        stream.thenComes("x").thenEnds();
        var reader = reader(input -> stream.calls.size() == 2 ? Optional.of("again") : Optional.empty());
        assertThatIllegalStateException().isThrownBy(reader::read).withMessageContaining("took no byte");
    }

    /// It came of bytes that were taken before.
    @Test
    void aLastMessageOfWhatWasTakenMayNeedNoByte() throws NetException {
        stream.thenComes("x").thenEnds();
        var reader = reader(input -> {
            boolean atEnd = !input.hasRemaining() && stream.calls.size() == 2 && !last;
            last = atEnd;
            input.position(input.limit());
            return atEnd ? Optional.of("last") : Optional.empty();
        });
        assertThat(reader.read()).contains("last");
    }

    @Test
    void anErrorThatTakesNoByteAndIsNotFatal() {
        stream.thenComes("x");
        assertThatIllegalStateException()
                .isThrownBy(reader(input -> {
                    if (input.hasRemaining()) {
                        throw NetException.of(ErrorKind.INVALID_DATA, "decode");
                    }
                    return Optional.empty();
                })::read)
                .withMessageContaining("neither took a byte nor is failed")
                .withCauseInstanceOf(NetException.class);
    }

    @Test
    void aMaximumThatIsTooSmall() {
        stream.thenComes("x".repeat(20_000));
        assertThatIllegalStateException()
                .isThrownBy(reader(_ -> Optional.empty())::read)
                .withMessageContaining("takes nothing of " + BufferPool.LARGE + " bytes, but its maxBuffered is 10");
    }

    @Test
    @SuppressWarnings("NullAway") // against the rules
    void nullInPlaceOfAMessage() {
        stream.thenComes("x");
        assertThatIllegalStateException()
                .isThrownBy(reader(input -> input.hasRemaining() ? null : Optional.empty())::read)
                .withMessageContaining("returned null");
    }

    @Test
    void aFatalErrorIsToldFromOneOfASingleMessage() throws NetException {
        stream.thenComes("too long\nok\n");
        var lines = new Framed<>(stream, LineCodec.utf8(3));
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, lines::read);
        assertThat(lines.isFailed()).isFalse();
        assertThat(lines.read()).contains("ok");

        var frames = new ScriptedStream().thenComes("\u0000\u0001");
        var lengths = new Framed<>(frames, LengthCodec.ofBytes(2).adjustment(-2).codec(100));
        Expect.failure(ErrorKind.INVALID_DATA, lengths::read);
        assertThat(lengths.isFailed()).isTrue();
        Expect.failure(ErrorKind.INVALID_DATA, lengths::read);
    }
}
