package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Where lines must be terminated, one that its sender did not get to end is none, wherever it was cut.
class TerminatedLineTest {
    private static final int MAX = 22;
    private static final String STREAM =
            "GET a\nSET account 2500000\r\n\nquit\r\r\n" + "too long ".repeat(5) + "\nSET a \u00ff\nquit";

    static List<IntFunction<Codec<?, ?>>> codecs() {
        return List.of(
                max -> LineCodec.bytes(max).terminated(),
                max -> LineCodec.utf8(max).terminated());
    }

    static List<IntFunction<Codec<?, ?>>> lenient() {
        return List.of(LineCodec::bytes, LineCodec::utf8);
    }

    /// All lines with their ends, as [Feed] writes them down; then what the cut left.
    private static List<String> linesOf(String stream, boolean utf8) {
        int last = stream.lastIndexOf('\n') + 1;
        var lines = new ArrayList<>(ReferenceLines.of(stream.substring(0, last).getBytes(ISO_8859_1), MAX, utf8));
        int left = stream.length() - last;
        if (left > 0) {
            lines.add(left > MAX ? "!MESSAGE_TOO_LONG" : "!UNEXPECTED_EOF");
        }
        return lines;
    }

    private static boolean isUtf8(IntFunction<Codec<?, ?>> codec) {
        return codec.apply(MAX) instanceof Utf8LineCodec;
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theStreamMayBeCutAnywhere(IntFunction<Codec<?, ?>> codec) {
        for (int cut = 0; cut <= STREAM.length(); cut++) {
            var came = STREAM.substring(0, cut);
            assertThat(Feed.all(codec.apply(MAX), came)).as(came).isEqualTo(linesOf(came, isUtf8(codec)));
        }
    }

    /// In two pieces, with every split, and cut anywhere behind it.
    @ParameterizedTest
    @MethodSource("codecs")
    void howItComesDoesNotMatter(IntFunction<Codec<?, ?>> codec) {
        for (int cut = 0; cut <= STREAM.length(); cut++) {
            var expected = linesOf(STREAM.substring(0, cut), isUtf8(codec));
            for (int split = 0; split <= cut; split++) {
                var feed = Feed.of(codec.apply(MAX));
                feed.arrive(STREAM.substring(0, split)).arrive(STREAM.substring(split, cut));
                assertThat(feed.end()).as(split + " of " + cut).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aByteAtATime(IntFunction<Codec<?, ?>> codec) {
        var feed = Feed.of(codec.apply(MAX));
        for (char c : STREAM.toCharArray()) {
            feed.arrive(String.valueOf(c));
        }
        assertThat(feed.end()).isEqualTo(linesOf(STREAM, isUtf8(codec)));
    }

    /// After the end the codec is ready for another stream, and what was cut off is not in it.
    @ParameterizedTest
    @MethodSource("codecs")
    void whatWasCutOffIsDropped(IntFunction<Codec<?, ?>> codec) throws NetException {
        var decoder = codec.apply(MAX);
        var input = ByteBuffer.wrap("SET account 25".getBytes(ISO_8859_1));

        assertThat(decoder.decode(input).isEmpty()).isTrue();
        assertThat(decoder.isWithin(input)).isTrue();
        assertThat(Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> decoder.decodeEnd(input)))
                .hasMessageContaining("14 bytes of a line without its end");
        assertThat(input.hasRemaining()).isFalse();
        assertThat(decoder.isWithin(input)).isFalse();
        assertThat(decoder.decodeEnd(input).isEmpty()).isTrue();
        assertThat(Feed.all(decoder, "GET a\n")).containsExactly("<GET a>");
    }

    /// A line that is too long was said to be so when it was; its end is not missed once more.
    @ParameterizedTest
    @MethodSource("codecs")
    void theEndOfASkippedLineIsNotMissed(IntFunction<Codec<?, ?>> codec) {
        assertThat(Feed.all(codec.apply(3), "abcdefgh")).containsExactly("!MESSAGE_TOO_LONG");
        assertThat(Feed.of(codec.apply(3)).arrive("abcde").arrive("fgh").end()).containsExactly("!MESSAGE_TOO_LONG");
    }

    @ParameterizedTest
    @MethodSource("lenient")
    void othersGiveWhatIsLeft(IntFunction<Codec<?, ?>> codec) {
        assertThat(Feed.all(codec.apply(MAX), "GET a\nSET account 25")).containsExactly("<GET a>", "<SET account 25>");
    }
}
