package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A view that is used again begins like a new one, whatever was done to the last.
class FrameOrderTest {
    /// Each with a frame of the payload 00 01.
    static Stream<Arguments> decoders() {
        return Stream.of(
                Arguments.of(LineCodec.bytes(2), "\0\1\n"),
                Arguments.of(LengthCodec.ofBytes(1).codec(4), "\2\0\1"),
                Arguments.of(TextLengthCodec.decimal().digits(1).codec(4), "2\0\1"),
                Arguments.of(DelimiterCodec.of(2, new byte[] {'\n'}), "\0\1\n"),
                Arguments.of(FixedLengthCodec.of(2), "\0\1"),
                Arguments.of(BytesCodec.of(2), "\0\1"));
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void everyViewIsBigEndian(Decoder<ByteBuffer> decoder, String frame) throws NetException {
        var input = ByteBuffer.wrap((frame + frame).getBytes(ISO_8859_1));

        ByteBuffer first = decoder.decode(input).orElseThrow();
        assertThat(first.order(ByteOrder.LITTLE_ENDIAN).getShort()).isEqualTo((short) 0x100);

        assertThat(decoder.decode(input).orElseThrow().getShort()).isEqualTo((short) 1);
    }
}
