package dev.minato.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What frames come of bytes with a length in digits in front.
class TextLengthDecodingTest {
    private static final TextLengthCodec NETSTRING =
            TextLengthCodec.decimal().until(':').trailer(',');
    private static final TextLengthCodec OCTETS = TextLengthCodec.decimal().until(' ');
    private static final TextLengthCodec PACKET_LINE = TextLengthCodec.hexadecimal()
            .digits(4)
            .adjustment(-4)
            .headerAlone(2)
            .wholeFrame();

    @Test
    void digitsUpToATerminatorAndATrailer() {
        assertThat(Feed.all(NETSTRING.codec(100), "5:hello,0:,12:hello, world,"))
                .containsExactly("<hello>", "<>", "<hello, world>");
    }

    @Test
    void octetCounting() {
        assertThat(Feed.all(OCTETS.codec(100), "7 <13>Nov6 <13>a\n")).containsExactly("<<13>Nov>", "<<13>a\n>");
    }

    @Test
    void fixedDigitsThatCountThemselvesWithValuesThatMeanSomethingElse() {
        assertThat(Feed.all(PACKET_LINE.codec(0xfff0), "0009hello00000001000200040005X000Ahello!"))
                .containsExactly("<0009hello>", "<0000>", "<0001>", "<0002>", "<0004>", "<0005X>", "<000Ahello!>");
    }

    @Test
    void lengthSmallerThanItsHeaderIsFatal() {
        assertThat(Feed.all(PACKET_LINE.codec(0xfff0), "0003")).containsExactly("!!INVALID_DATA");
    }

    @Test
    void whatIsNoDigitIsFatal() {
        assertThat(Feed.all(NETSTRING.codec(100), "1:a,x")).containsExactly("<a>", "!!INVALID_DATA");
        assertThat(Feed.all(NETSTRING.codec(100), ":,")).containsExactly("!!INVALID_DATA");
        assertThat(Feed.all(NETSTRING.codec(100), "-1:,")).containsExactly("!!INVALID_DATA");
        assertThat(Feed.all(OCTETS.codec(100), "\u00b2 a")).containsExactly("!!INVALID_DATA");
        assertThat(Feed.all(PACKET_LINE.codec(100), "00g0")).containsExactly("!!INVALID_DATA");
    }

    @Test
    void zeroInFrontOfALengthIsFatal() {
        assertThat(Feed.all(NETSTRING.codec(100), "05:hello,")).containsExactly("!!INVALID_DATA");
        assertThat(Feed.all(NETSTRING.codec(100), "00:,")).containsExactly("!!INVALID_DATA");
    }

    @Test
    void lengthHasAtMostFifteenDigits() {
        assertThat(Feed.all(OCTETS.codec(100), "999999999999999 x")).containsExactly("!MESSAGE_TOO_LONG");
        assertThat(Feed.all(OCTETS.codec(100), "1000000000000000 x")).containsExactly("!!INVALID_DATA");
    }

    @Test
    void frameThatIsTooLongIsSkippedAndTheNextIsRead() {
        assertThat(Feed.all(NETSTRING.codec(19), "16:0123456789abcdef,15:0123456789abcde,17:0123456789abcdefg,1:b,"))
                .containsExactly("!MESSAGE_TOO_LONG", "<0123456789abcde>", "!MESSAGE_TOO_LONG", "<b>");
    }

    @Test
    void trailerThatIsNotThereIsFatal() {
        assertThat(Feed.all(NETSTRING.codec(100), "5:hello;")).containsExactly("!!INVALID_DATA");
    }

    @Test
    void endOfTheStreamWithinAFrameIsAnError() {
        assertThat(Feed.all(NETSTRING.codec(100), "5:hello")).containsExactly("!UNEXPECTED_EOF");
        assertThat(Feed.all(NETSTRING.codec(100), "5")).containsExactly("!UNEXPECTED_EOF");
    }

    @Test
    void parametersThatMakeNoSenseAreRefused() {
        refused(() -> TextLengthCodec.decimal().digits(0));
        refused(() -> TextLengthCodec.decimal().until('7'));
        refused(() -> TextLengthCodec.hexadecimal().until('c'));
        refused(() -> TextLengthCodec.decimal().until('é'));
        refused(() -> TextLengthCodec.decimal().until(':').headerAlone(-1));
        refused(() -> TextLengthCodec.decimal().until(':').codec(15));
    }

    private static void refused(Runnable wrong) {
        assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
}
