package dev.minato.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A line that is too long is one error, and costs its reader neither memory nor any other line. The limit is 3
/// bytes.
class LineLimitTest {
    static List<Codec<?, ?>> codecs() {
        return List.of(LineCodec.bytes(3), LineCodec.utf8(3));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theLimitCountsNeitherLfNorCrLf(Decoder<?> codec) {
        assertThat(Feed.all(codec, "abc\nabc\r\nabc")).containsExactly("<abc>", "<abc>", "<abc>");
        assertThat(codec.maxBuffered()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aCrThatEndsNoLineCounts(Decoder<?> codec) {
        assertThat(Feed.all(codec, "abc\r\r\nx\n")).containsExactly("!MESSAGE_TOO_LONG", "<x>");
        assertThat(Feed.all(codec, "abc\rd\nx\n")).containsExactly("!MESSAGE_TOO_LONG", "<x>");
        assertThat(Feed.all(codec, "abc\r")).containsExactly("!MESSAGE_TOO_LONG");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void exactlyTheLongLineIsSkipped(Decoder<?> codec) {
        assertThat(Feed.all(codec, "a\nabcd\nb\nabcdefghijklmnopqrst\r\n\nc\n"))
                .containsExactly("<a>", "!MESSAGE_TOO_LONG", "<b>", "!MESSAGE_TOO_LONG", "<>", "<c>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aLongLineThatIsWholeInTheInputIsSkippedAtOnce(Decoder<?> codec) throws NetException {
        var input = ByteBuffer.wrap("abcdefghijklmnopqrst\nb\n".getBytes());

        var error = catchThrowableOfType(NetException.class, () -> codec.decode(input));

        assertThat(error).hasMessage("decode: message too long: a line of more than 3 bytes");
        assertThat(input.position()).isEqualTo(21);
        assertThat(codec.decode(input)).isPresent();
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theErrorComesOnceAndWithoutWaitingForTheLinesEnd(Decoder<?> codec) {
        var feed = Feed.of(codec);

        assertThat(feed.arrive("abc").seen()).isEmpty();
        assertThat(feed.arrive("d").seen()).containsExactly("!MESSAGE_TOO_LONG");
        assertThat(feed.arrive("efg").arrive("hijklmnop\r").seen()).isEmpty();
        assertThat(feed.arrive("\nx\n").seen()).containsExactly("<x>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aCrBehindAFullLineIsWaitedFor(Decoder<?> codec) {
        var feed = Feed.of(codec);

        assertThat(feed.arrive("abc\r").seen()).isEmpty();
        assertThat(feed.arrive("\n").seen()).containsExactly("<abc>");
        assertThat(feed.arrive("abc\r").seen()).isEmpty();
        assertThat(feed.arrive("x").seen()).containsExactly("!MESSAGE_TOO_LONG");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void whatIsSkippedIsNotKept(Decoder<?> codec) {
        var feed = Feed.of(codec);

        for (int i = 0; i < 1000; i++) {
            feed.arrive("abcdefg");
            assertThat(feed.pending()).isZero();
        }

        assertThat(feed.arrive("\nx\n").seen()).containsExactly("!MESSAGE_TOO_LONG", "<x>");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theTailOfASkippedLineIsDroppedAtTheEnd(Decoder<?> codec) {
        assertThat(Feed.all(codec, "a\nabcdefgh")).containsExactly("<a>", "!MESSAGE_TOO_LONG");
        assertThat(Feed.all(codec, "x")).as("the next stream").containsExactly("<x>");
    }

    @Test
    void theLimitOfUtf8IsInBytes() {
        assertThat(Feed.all(LineCodec.utf8(3), "\u00e6\u00b8\u00af\n")).containsExactly("<\u00e6\u00b8\u00af>");
        assertThat(Feed.all(LineCodec.utf8(2), "\u00e6\u00b8\u00af\nx")).containsExactly("!MESSAGE_TOO_LONG", "<x>");
    }

    @Test
    void aLongLineIsTooLongBeforeItIsNotUtf8() {
        assertThat(Feed.all(LineCodec.utf8(3), "\u00ff\u00ff\u00ff\u00ff\nx"))
                .containsExactly("!MESSAGE_TOO_LONG", "<x>");
    }
}
