package dev.minato.codec;

import static dev.minato.codec.FrameBytes.hex;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What frames come of bytes with delimiters between them.
class DelimiterDecodingTest {
    @Test
    void aDelimiterMayBeAByte() {
        assertThat(Feed.all(DelimiterCodec.of(5, (byte) ';'), "ab;;c;")).containsExactly("<ab>", "<>", "<c>");
    }

    @Test
    void delimiterOfSeveralBytesEndsAFrame() {
        assertThat(Feed.all(of(100, "\u001c\r"), hex("0b 4d53 1c0d 0b 1c 41 1c0d")))
                .containsExactly("<\u000bMS>", "<\u000b\u001cA>");
    }

    @Test
    void frameBetweenTwoDelimitersMayBeEmpty() {
        assertThat(Feed.all(of(100, "\u00c0"), "\u00c0ab\u00c0\u00c0")).containsExactly("<>", "<ab>", "<>");
    }

    @Test
    void ofSeveralDelimitersTheFirstInTheStreamCounts() {
        assertThat(Feed.all(of(100, "\n", ";", "--"), "a-b;c--d\n-;")).containsExactly("<a-b>", "<c>", "<d>", "<->");
    }

    @Test
    void delimiterThatBeginsEarlierWinsHoweverTheBytesAreCut() {
        var feed = Feed.of(of(100, "abcd", "c"));

        assertThat(feed.arrive("xabc").seen()).isEmpty();
        assertThat(feed.arrive("dyc").seen()).containsExactly("<x>", "<y>");
        assertThat(feed.arrive("abc").end()).containsExactly("<ab>");
    }

    /// The search goes in windows, whose borders may lie anywhere in a frame or a delimiter.
    @Test
    void delimiterIsFoundAtEachDistanceHoweverTheBytesAreCut() {
        for (int length = 0; length < 520; length++) {
            String frame = "x".repeat(length);
            for (String delimiter : List.of(";", "--", "-+-+")) {
                String stream = frame + delimiter + "--";
                var whole = Feed.all(of(1000, ";", "--", "-+-+"), stream);
                assertThat(whole).as("%d and %s", length, delimiter).containsExactly("<" + frame + ">", "<>");

                var cut = Feed.of(of(1000, ";", "--", "-+-+"));
                int last = frame.length() + delimiter.length() - 1;
                cut.arrive(stream.substring(0, last));
                assertThat(cut.arrive(stream.substring(last)).end()).isEqualTo(whole);
            }
        }
    }

    @Test
    void frameThatIsTooLongIsToldOnceAndSkipped() {
        assertThat(Feed.all(of(3, "\r\n"), "abc\r\nabcd\r\nabcdefgh\rijk\r\nx\r\n"))
                .containsExactly("<abc>", "!MESSAGE_TOO_LONG", "!MESSAGE_TOO_LONG", "<x>");
    }

    @Test
    void frameThatIsTooLongIsToldBeforeItsEnd() {
        var feed = Feed.of(of(3, "\r\n"));

        assertThat(feed.arrive("abc\r").seen()).isEmpty();
        assertThat(feed.arrive("d").seen()).containsExactly("!MESSAGE_TOO_LONG");
        assertThat(feed.arrive("more and more").pending()).isZero();
    }

    @Test
    void endOfTheStreamWithinAFrameIsAnError() {
        assertThat(Feed.all(of(9, ";"), "a;b")).containsExactly("<a>", "!UNEXPECTED_EOF");
        assertThat(Feed.all(of(9, "\r\n"), "a\r")).containsExactly("!UNEXPECTED_EOF");
        assertThat(Feed.all(of(1, ";"), "abc")).containsExactly("!MESSAGE_TOO_LONG");
    }

    @Test
    void parametersThatMakeNoSenseAreRefused() {
        refused(() -> of(0, ";"));
        refused(() -> of(1));
        refused(() -> of(1, ""));
        refused(() -> of(1, "\n", "\n\r"));
    }

    private static void refused(Runnable wrong) {
        assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }

    private static Decoder<ByteBuffer> of(int max, String... delimiters) {
        var bytes = new byte[delimiters.length][];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = delimiters[i].getBytes(ISO_8859_1);
        }
        return DelimiterCodec.of(max, bytes);
    }
}
