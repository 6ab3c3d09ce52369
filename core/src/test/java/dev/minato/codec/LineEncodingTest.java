package dev.minato.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written comes back as one equal line, or is refused and leaves no trace.
class LineEncodingTest {
    private final Codec<ByteBuffer, ByteBuffer> bytes = LineCodec.bytes(10);
    private final Codec<String, String> utf8 = LineCodec.utf8(10);

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "0123456789", "a\rb", "\r a", "grüße", "港🚢", "\u0000", "\ufffd\uffff", "\u07ff\u0800"})
    void aMessageComesBackEqual(String message) throws NetException {
        var output = ByteBuffer.allocate(utf8.maxEncodedLength(message));

        utf8.encode(message, output);

        assertThat(utf8.decode(output.flip())).contains(message);
        assertThat(output.hasRemaining()).isFalse();
    }

    @Test
    void bytesAreWrittenFromPositionToLimitAndLeftAsTheyAre() throws NetException {
        var message =
                ByteBuffer.wrap("xab\nx".getBytes(UTF_8)).position(1).limit(3).asReadOnlyBuffer();
        var output = ByteBuffer.allocateDirect(10).put((byte) '>');

        bytes.encode(message, output);
        bytes.encode(message, output);

        assertThat(UTF_8.decode(output.flip()).toString()).isEqualTo(">ab\nab\n");
        assertThat(message.position()).isEqualTo(1);
        assertThat(message.limit()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a\\nb,        INVALID_INPUT,    line feed at index 1
            0123456\\nb,  INVALID_INPUT,    line feed at index 7
            \\n,          INVALID_INPUT,    line feed at index 0
            ab\\r\\n,     INVALID_INPUT,    line feed at index 3
            ab\\r,        INVALID_INPUT,    carriage return before the line's end at index 2
            0123456789x,  MESSAGE_TOO_LONG, a line of more than 10 bytes
            """, quoteCharacter = '"')
    void whatIsNoLineIsRefused(String message, ErrorKind kind, String detail) {
        refused(utf8, message.translateEscapes(), kind, detail);
        refused(bytes, ByteBuffer.wrap(message.translateEscapes().getBytes(UTF_8)), kind, detail);
    }

    @Test
    void theIndexOfALineFeedCountsFromTheMessagesPosition() {
        var message = ByteBuffer.wrap("\n\n\n0123456\n".getBytes(UTF_8)).position(3);

        refused(bytes, message, ErrorKind.INVALID_INPUT, "line feed at index 7");
    }

    @ParameterizedTest
    @CsvSource({"\\ud83d, 0", "\\udea2, 0", "a\\ud83d, 1", "a\\ud83db, 1", "\\ud83d\\ud83d\\udea2, 0", "🚢\\udea2, 2"})
    void halfASurrogatePairIsRefused(String escaped, int index) {
        var message = escaped.replace("\\ud83d", "\ud83d").replace("\\udea2", "\udea2");

        refused(utf8, message, ErrorKind.INVALID_INPUT, "half a surrogate pair at index " + index);
    }

    @Test
    void theLimitIsInBytes() throws NetException {
        var output = ByteBuffer.allocate(100);

        utf8.encode("港港港x", output);

        assertThat(output.position()).isEqualTo(11);
        refused(utf8, "港港港xy", ErrorKind.MESSAGE_TOO_LONG, "a line of more than 10 bytes");
    }

    @Test
    void tooLittleRoomLeavesTheOutputAsItIs() throws NetException {
        var output = ByteBuffer.allocate(3);

        assertThatExceptionOfType(BufferOverflowException.class).isThrownBy(() -> utf8.encode("abc", output));
        assertThatExceptionOfType(BufferOverflowException.class)
                .isThrownBy(() -> bytes.encode(ByteBuffer.allocate(3), output));

        assertThat(output.position()).isZero();
        utf8.encode("ab", output);
        assertThat(output.hasRemaining()).isFalse();
    }

    @Test
    void theRoomAskedForIsBoundedByTheLimit() {
        assertThat(utf8.maxEncodedLength("a".repeat(1000))).isEqualTo(11);
        assertThat(bytes.maxEncodedLength(ByteBuffer.allocate(1000))).isEqualTo(11);
        assertThat(bytes.maxEncodedLength(ByteBuffer.allocate(4))).isEqualTo(5);
        assertThat(utf8.maxEncodedLength("")).isEqualTo(1);
    }

    private static <T> void refused(Encoder<T> encoder, T message, ErrorKind kind, String detail) {
        var output = ByteBuffer.allocate(100).put((byte) '>');

        var error = catchThrowableOfType(NetException.class, () -> encoder.encode(message, output));

        assertThat(error).hasMessage("encode: " + kind + ": " + detail);
        assertThat(error.kind()).isEqualTo(kind);
        assertThat(output.position()).isEqualTo(1);
        assertThat(output.get(0)).isEqualTo((byte) '>');
    }
}
