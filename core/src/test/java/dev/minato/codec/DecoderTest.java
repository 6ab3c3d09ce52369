package dev.minato.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a decoder does at the end of the stream unless it says otherwise.
class DecoderTest {
    private final Decoder<Short> pairs = new Pairs();

    @Test
    void atTheEndWholeMessagesStillCome() throws NetException {
        var input = ByteBuffer.wrap(new byte[] {0, 1, 0, 2});

        assertThat(pairs.decodeEnd(input)).contains((short) 1);
        assertThat(pairs.decodeEnd(input)).contains((short) 2);
        assertThat(pairs.decodeEnd(input)).isEmpty();
    }

    @Test
    void bytesLeftOverAtTheEndAreAnErrorOnce() throws NetException {
        var input = ByteBuffer.wrap(new byte[] {0, 1, 0});
        assertThat(pairs.decodeEnd(input)).contains((short) 1);

        var error = catchThrowableOfType(NetException.class, () -> pairs.decodeEnd(input));

        assertThat(error.kind()).isEqualTo(ErrorKind.UNEXPECTED_EOF);
        assertThat(error.operation()).isEqualTo("decode");
        assertThat(error).hasMessageContaining("1 bytes");
        assertThat(pairs.decodeEnd(input)).isEmpty();
    }

    @Test
    void anEmptyStreamEndsWithoutAnError() throws NetException {
        assertThat(pairs.decodeEnd(ByteBuffer.allocate(0))).isEmpty();
    }

    private static final class Pairs implements Decoder<Short> {
        @Override
        public Optional<Short> decode(ByteBuffer input) {
            return input.remaining() < Short.BYTES ? Optional.empty() : Optional.of(input.getShort());
        }

        @Override
        public int maxBuffered() {
            return Short.BYTES;
        }
    }
}
