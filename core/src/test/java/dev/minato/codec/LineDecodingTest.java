package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is a line, and what is not.
class LineDecodingTest {
    static List<Codec<?, ?>> codecs() {
        return List.of(LineCodec.bytes(100), LineCodec.utf8(100));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void lfAndCrLfEndALine(Decoder<?> codec) {
        assertThat(Feed.all(codec, "a\nb\r\nc\n")).containsExactly("<a>", "<b>", "<c>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void anEmptyLineIsAMessage(Decoder<?> codec) {
        assertThat(Feed.all(codec, "\n\r\na\n\n")).containsExactly("<>", "<>", "<a>", "<>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void onlyOneCrBelongsToTheEndOfALine(Decoder<?> codec) {
        assertThat(Feed.all(codec, "a\rb\n\rc\nd\r\r\n")).containsExactly("<a\rb>", "<\rc>", "<d\r>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatIsLeftAtTheEndIsALineJustAsItCame(Decoder<?> codec) {
        assertThat(Feed.all(codec, "a\nb")).containsExactly("<a>", "<b>");
        assertThat(Feed.all(codec, "a\r\nb\r")).containsExactly("<a>", "<b\r>");
        assertThat(Feed.all(codec, "a\n\r")).containsExactly("<a>", "<\r>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void nothingLeftAtTheEndIsNoLine(Decoder<?> codec) {
        assertThat(Feed.all(codec, "")).isEmpty();
        assertThat(Feed.all(codec, "a\n")).containsExactly("<a>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void anEmptyInputGivesNothing(Decoder<?> codec) throws NetException {
        assertThat(codec.decode(ByteBuffer.allocate(0))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aLineIsGivenAsSoonAsItsLfIsThere(Decoder<?> codec) {
        var feed = Feed.of(codec);

        assertThat(feed.arrive("ab").seen()).isEmpty();
        assertThat(feed.arrive("c\r").seen()).isEmpty();
        assertThat(feed.arrive("\nd").seen()).containsExactly("<abc>");
        assertThat(feed.end()).containsExactly("<d>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aReadOnlyOrLittleEndianInputIsAsGood(Decoder<?> codec) throws NetException {
        var bytes = "0123456789abcdef0123\nx\n".getBytes(ISO_8859_1);

        assertThat(codec.decode(ByteBuffer.wrap(bytes).asReadOnlyBuffer())).isPresent();
        assertThat(codec.decode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)))
                .isPresent();
    }

    @Test
    void theFirstLfIsFoundBesideAnyByteAtAnyPlace() {
        for (int value = 0; value < 256; value++) {
            for (int length = 1; value != '\n' && length <= 20; length++) {
                var line = String.valueOf((char) value).repeat(length) + "x";
                assertThat(Feed.all(LineCodec.bytes(21), line + "\n" + line))
                        .as("byte %d, %d times", value, length)
                        .containsExactly("<" + line + ">", "<" + line + ">");
            }
        }
    }

    @Test
    void utf8IsDecoded() {
        var line = "grüße, 港 and 🚢, and a \ufffd of its own";

        var stream = new String((line + "\n").getBytes(UTF_8), ISO_8859_1);

        assertThat(Feed.all(LineCodec.utf8(100), stream)).containsExactly("<" + stream.strip() + ">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff", // no such byte
                "\u0080", // goes on with nothing begun
                "\u00c3", // ends within a character
                "\u00f0\u009f\u009a", // the same
                "\u00c3x", // another begins within it
                "\u00c0\u008a", // an overlong LF
                "\u00e0\u0080\u0080", // an overlong zero
                "\u00ed\u00a0\u0080", // half a surrogate pair
                "\u00ed\u00a0\u0080\u00ed\u00b0\u0080", // a whole one
                "\u00f4\u0090\u0080\u0080" // beyond Unicode
            })
    void whatIsNotUtf8IsRefusedAndExactlyThatLineSkipped(String bad) {
        assertThat(Feed.all(LineCodec.utf8(100), "a\nab" + bad + "\r\nb\n" + bad))
                .containsExactly("<a>", "!INVALID_DATA", "<b>", "!INVALID_DATA");
    }

    @Test
    void theErrorSaysWhereUtf8Ended() {
        var input = ByteBuffer.wrap(new byte[] {'a', 'b', (byte) 0xff, 'c', '\n'});

        var error =
                catchThrowableOfType(NetException.class, () -> LineCodec.utf8(9).decode(input));

        assertThat(error).hasMessage("decode: invalid data: not UTF-8 at byte 2 of a line");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
    void aSenselessLimitIsRefused(int max) {
        assertThatIllegalArgumentException().isThrownBy(() -> LineCodec.bytes(max));
        assertThatIllegalArgumentException().isThrownBy(() -> LineCodec.utf8(max));
    }
}
