package dev.minato.codec;

import static dev.minato.codec.FrameBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What frames come of bytes with a binary length in front.
class LengthDecodingTest {
    @Test
    void lengthCountsWhatFollowsIt() {
        assertThat(all(LengthCodec.ofBytes(2), "0005 68656c6c6f 0000 0001 21")).containsExactly("<hello>", "<>", "<!>");
    }

    @Test
    void lengthHasOneToEightBytesInEitherOrder() {
        for (int size = 1; size <= 8; size++) {
            String zeros = "00".repeat(size - 1);
            assertThat(all(LengthCodec.ofBytes(size), zeros + "02 6162")).containsExactly("<ab>");
            assertThat(all(LengthCodec.ofBytes(size).littleEndian(), "02" + zeros + "6162"))
                    .containsExactly("<ab>");
        }
    }

    @Test
    void lengthThatCountsTheWholeFrame() {
        assertThat(all(LengthCodec.ofBytes(4).littleEndian().adjustment(-4), "06000000 6162"))
                .containsExactly("<ab>");
    }

    @Test
    void headerGoesOnBehindTheLength() {
        assertThat(all(LengthCodec.ofBytes(3).littleEndian().adjustment(1), "020000 07 6162"))
                .containsExactly("<\u0007ab>");
    }

    @Test
    void wholeFrameHasHeaderAndTrailer() {
        var amqp = LengthCodec.ofBytes(4).offset(3).trailer((byte) 0xce).wholeFrame();

        assertThat(all(amqp, "01 0000 00000002 6162 ce")).containsExactly("<" + hex("01 0000 00000002 6162 ce") + ">");
    }

    @Test
    void flagsBesideTheLengthAreMaskedOut() {
        var rpc = LengthCodec.ofBytes(4).mask(0x7fff_ffff);

        assertThat(all(rpc, "80000002 6162 00000001 63")).containsExactly("<ab>", "<c>");
    }

    @Test
    void varintMayStandBehindOtherBytes() {
        var mqtt = LengthCodec.ofVarint(4).offset(1).wholeFrame();
        String large = "30 ac02 " + "61".repeat(300);

        assertThat(all(mqtt, "30 02 6162 " + large))
                .containsExactly("<" + hex("30026162") + ">", "<" + hex(large) + ">");
    }

    @Test
    void varintThatIsWiderThanItsBoundIsFatal() {
        assertThat(all(LengthCodec.ofVarint(3), "01 61 80808001 61")).containsExactly("<a>", "!!INVALID_DATA");
    }

    @Test
    void frameThatIsTooLongIsSkippedAndTheNextIsRead() {
        assertThat(all(LengthCodec.ofBytes(1), 4, "03 616263 04 61626364 02 6566"))
                .containsExactly("<abc>", "!MESSAGE_TOO_LONG", "<ef>");
    }

    @Test
    void maximumHoldsForTheWholeFrame() {
        var framed = LengthCodec.ofBytes(2).trailer((byte) '\n');

        assertThat(all(framed, 6, "0003 616263 0a")).containsExactly("<abc>");
        assertThat(all(framed, 5, "0003 616263 0a")).containsExactly("!MESSAGE_TOO_LONG");
    }

    @Test
    void absurdLengthIsSkippedWithoutMemory() {
        var feed = new Feed<>(LengthCodec.ofBytes(8).codec(16), ByteBuffer::allocate, 16);

        feed.arrive(hex("0fffffffffffffff")).arrive("x".repeat(100_000));

        assertThat(feed.seen()).containsExactly("!MESSAGE_TOO_LONG");
        assertThat(feed.pending()).isZero();
    }

    @Test
    void lengthThatNothingCanCountIsFatal() {
        assertThat(all(LengthCodec.ofBytes(8), "ffffffffffffffff")).containsExactly("!!MESSAGE_TOO_LONG");
        assertThat(all(LengthCodec.ofBytes(8).adjustment(Integer.MAX_VALUE), "7fffffffffffffff"))
                .containsExactly("!!MESSAGE_TOO_LONG");
    }

    @Test
    void lengthThatIsSmallerThanItsHeaderIsFatal() {
        assertThat(all(LengthCodec.ofBytes(4).adjustment(-4), "00000003 61")).containsExactly("!!INVALID_DATA");
        assertThat(all(LengthCodec.ofBytes(2).offset(16).adjustment(-18).wholeFrame(), "ff".repeat(16) + "0011"))
                .containsExactly("!!INVALID_DATA");
    }

    @Test
    void trailerThatIsNotThereIsFatal() {
        assertThat(all(LengthCodec.ofBytes(1).trailer((byte) 0xce), "01 61 ce 01 61 cd"))
                .containsExactly("<a>", "!!INVALID_DATA");
    }

    @Test
    void endOfTheStreamWithinAFrameIsAnError() {
        assertThat(all(LengthCodec.ofBytes(2), "0005 6865")).containsExactly("!UNEXPECTED_EOF");
        assertThat(all(LengthCodec.ofBytes(2), "00")).containsExactly("!UNEXPECTED_EOF");
        assertThat(all(LengthCodec.ofBytes(2), 4, "0005 6865")).containsExactly("!MESSAGE_TOO_LONG");
    }

    @Test
    void fatalErrorIsThrownAgainAndTakesNothing() {
        var decoder = LengthCodec.ofVarint(1).decoder(10);
        var input = ByteBuffer.wrap(new byte[] {(byte) 0x80, 0});

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> decoder.decode(input)).hasMessageContaining("invalid data");
            assertThat(input.position()).isZero();
            assertThat(decoder.isFailed()).isTrue();
        }
    }

    @Test
    void parametersThatMakeNoSenseAreRefused() {
        refused(() -> LengthCodec.ofBytes(0), "size must be from 1 to 8, not 0");
        refused(() -> LengthCodec.ofBytes(9), "not 9");
        refused(() -> LengthCodec.ofVarint(10), "maxWidth must be from 1 to 9, not 10");
        refused(() -> LengthCodec.ofBytes(1).offset(-1), "offset");
        refused(() -> LengthCodec.ofBytes(1).mask(0), "mask");
        refused(() -> LengthCodec.ofBytes(4).codec(3), "max must be from 4 to 1073741824, not 3");
        assertThatThrownBy(() -> LengthCodec.ofVarint(1).littleEndian()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> LengthCodec.ofBytes(1).offset(1).codec(9)).isInstanceOf(IllegalStateException.class);
    }

    private static void refused(Runnable wrong, String says) {
        assertThatThrownBy(wrong::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }

    private static List<String> all(LengthCodec frames, String hex) {
        return all(frames, 1000, hex);
    }

    private static List<String> all(LengthCodec frames, int max, String hex) {
        return Feed.all(frames.decoder(max), hex(hex));
    }
}
