package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where only CR LF ends a line, nobody can hide a second line behind another end (RFC 5321 section 2.3.8).
class StrictLineTest {
    static List<Codec<?, ?>> codecs() {
        return List.of(LineCodec.bytes(9).crlf(), LineCodec.utf8(9).crlf());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void crLfEndsALine(Decoder<?> codec) {
        assertThat(Feed.all(codec, "a\r\n\r\nb\r\nlast")).containsExactly("<a>", "<>", "<b>", "<last>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aStrayLfSpoilsItsLineAndNoOther(Decoder<?> codec) {
        assertThat(Feed.all(codec, "a\r\nb\nMAIL c\r\nd\r\n")).containsExactly("<a>", "!INVALID_DATA", "<d>");
        assertThat(Feed.all(codec, "\n.\n\r\nd\r\n")).containsExactly("!INVALID_DATA", "<d>");
        assertThat(Feed.all(codec, "b\nc")).containsExactly("!INVALID_DATA");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aStrayCrSpoilsItsLineAndNoOther(Decoder<?> codec) {
        assertThat(Feed.all(codec, "b\rc\r\nd\r\n")).containsExactly("!INVALID_DATA", "<d>");
        assertThat(Feed.all(codec, "b\r\r\nd\r\n")).containsExactly("!INVALID_DATA", "<d>");
        assertThat(Feed.all(codec, "d\r\nb\r")).containsExactly("<d>", "!INVALID_DATA");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aStrayLfIsToldWithoutWaitingForTheLinesEnd(Decoder<?> codec) {
        var feed = Feed.of(codec);

        assertThat(feed.arrive("ab\n").seen()).containsExactly("!INVALID_DATA");
        assertThat(feed.arrive("cd\n\r").seen()).isEmpty();
        assertThat(feed.arrive("\ne\r\n").seen()).containsExactly("<e>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aLongLineIsSkippedToItsCrLf(Decoder<?> codec) {
        assertThat(Feed.all(codec, "0123456789\nx\r\nd\r\n")).containsExactly("!MESSAGE_TOO_LONG", "<d>");
        assertThat(Feed.of(codec).arrive("0123456789abc\r").arrive("\nd\r\n").end())
                .containsExactly("!MESSAGE_TOO_LONG", "<d>");
        assertThat(Feed.all(codec, "012345678\r\nd\r\n")).containsExactly("<012345678>", "<d>");
    }

    @Test
    void theErrorSaysWhatIsStrayAndWhere() {
        assertThat(failure("a\r\nbc\nd\r\n")).isEqualTo("decode: invalid data: stray line feed at byte 2 of a line");
        assertThat(failure("a\r\nb\rd\r\n"))
                .isEqualTo("decode: invalid data: stray carriage return at byte 1 of a line");
    }

    private static String failure(String stream) {
        var codec = LineCodec.utf8(9).crlf();
        var input = ByteBuffer.wrap(stream.getBytes(ISO_8859_1));
        return Expect.failure(ErrorKind.INVALID_DATA, () -> {
                    codec.decode(input);
                    codec.decode(input);
                })
                .getMessage();
    }

    @Test
    void crLfIsWritten() throws NetException {
        var output = ByteBuffer.allocate(100);

        LineCodec.utf8(9).crlf().encode("ab", output);
        LineCodec.bytes(9).crlf().encode(ByteBuffer.wrap(new byte[] {'c'}), output);

        assertThat(ISO_8859_1.decode(output.flip()).toString()).isEqualTo("ab\r\nc\r\n");
        assertThat(LineCodec.utf8(9).crlf().maxEncodedLength("0123456789")).isEqualTo(11);
        assertThat(LineCodec.bytes(9).crlf().maxEncodedLength(ByteBuffer.allocate(3)))
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "a\rb", "a\r", "\n", "a\nb"})
    void whatHasACrOrAnLfIsNotWritten(String message) {
        var output = ByteBuffer.allocate(100);
        var bytes = ByteBuffer.wrap(message.getBytes(ISO_8859_1));

        Expect.failure(ErrorKind.INVALID_INPUT, () -> LineCodec.utf8(9).crlf().encode(message, output));
        Expect.failure(ErrorKind.INVALID_INPUT, () -> LineCodec.bytes(9).crlf().encode(bytes, output));

        assertThat(output.position()).isZero();
    }

    @Test
    void aCodecMayBeBothStrictAndTerminated() {
        for (var codec : List.of(
                LineCodec.utf8(9).crlf().terminated(),
                LineCodec.utf8(9).terminated().crlf())) {
            assertThat(Feed.all(codec, "a\r\nb\nc\r\nd")).containsExactly("<a>", "!INVALID_DATA", "!UNEXPECTED_EOF");
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whetherTheLastLineHadItsEnd(LineCodec<?> codec) throws NetException {
        assertThat(codec.isTerminated()).isFalse();
        var input = ByteBuffer.wrap("a\r\nb".getBytes(ISO_8859_1));

        assertThat(codec.decodeEnd(input)).isPresent();
        assertThat(codec.isTerminated()).isTrue();
        assertThat(codec.decodeEnd(input)).isPresent();
        assertThat(codec.isTerminated()).isFalse();
    }
}
