package dev.minato.codec;

import static dev.minato.codec.FrameBytes.encoded;
import static dev.minato.codec.FrameBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// How messages are written as frames, and which are refused.
class FrameEncodingTest {
    private static final Codec<ByteBuffer, ByteBuffer> BYTE_LENGTH =
            LengthCodec.ofBytes(1).codec(300);
    private static final Codec<ByteBuffer, ByteBuffer> NETSTRING =
            TextLengthCodec.decimal().until(':').trailer(',').codec(100);

    @Test
    void lengthIsWrittenAsItIsRead() throws NetException {
        assertThat(encoded(LengthCodec.ofBytes(2).codec(10), "ab")).isEqualTo(hex("0002 6162"));
        assertThat(encoded(LengthCodec.ofBytes(3).littleEndian().codec(10), "ab"))
                .isEqualTo(hex("020000 6162"));
        assertThat(encoded(LengthCodec.ofBytes(4).adjustment(-4).codec(10), "ab"))
                .isEqualTo(hex("00000006 6162"));
        assertThat(encoded(LengthCodec.ofVarint(2).codec(310), "a".repeat(300)))
                .isEqualTo(hex("ac02") + "a".repeat(300));
        assertThat(encoded(NETSTRING, "hello")).isEqualTo("5:hello,");
        assertThat(encoded(NETSTRING, "")).isEqualTo("0:,");
        assertThat(encoded(NETSTRING, "0123456789")).isEqualTo("10:0123456789,");
        assertThat(encoded(
                        TextLengthCodec.hexadecimal().digits(4).adjustment(-4).codec(100), "hello"))
                .isEqualTo("0009hello");
        assertThat(encoded(DelimiterCodec.of(10, bytes("\r\n"), bytes(";")), "ab"))
                .isEqualTo("ab\r\n");
        assertThat(encoded(FixedLengthCodec.of(2), "ab")).isEqualTo("ab");
        assertThat(encoded(BytesCodec.of(10), "ab")).isEqualTo("ab");
    }

    @Test
    void wholeFrameIsWrittenAsItIs() throws NetException {
        var amqp = LengthCodec.ofBytes(4)
                .offset(3)
                .trailer((byte) 0xce)
                .wholeFrame()
                .codec(100);
        String frame = hex("01 0000 00000002 6162 ce");

        assertThat(encoded(amqp, frame)).isEqualTo(frame);
        refused(ErrorKind.INVALID_INPUT, amqp, hex("01 0000 00000003 6162 ce"));
        refused(ErrorKind.INVALID_INPUT, amqp, hex("01 0000 00000002 6162 cd"));
        refused(ErrorKind.INVALID_INPUT, amqp, hex("01"));
        assertThat(amqp.isFailed()).isFalse();
    }

    @Test
    void longerThanTheMaximumOrTheFieldIsRefused() {
        refused(ErrorKind.MESSAGE_TOO_LONG, BYTE_LENGTH, "a".repeat(256));
        refused(ErrorKind.MESSAGE_TOO_LONG, LengthCodec.ofBytes(4).codec(10), "a".repeat(7));
        refused(ErrorKind.MESSAGE_TOO_LONG, LengthCodec.ofVarint(1).codec(300), "a".repeat(128));
        refused(ErrorKind.MESSAGE_TOO_LONG, LengthCodec.ofBytes(2).mask(0xff).codec(300), "a".repeat(256));
        refused(ErrorKind.MESSAGE_TOO_LONG, NETSTRING, "a".repeat(97));
        refused(ErrorKind.MESSAGE_TOO_LONG, TextLengthCodec.decimal().digits(1).codec(100), "a".repeat(10));
        refused(ErrorKind.MESSAGE_TOO_LONG, DelimiterCodec.of(2, bytes(";")), "abc");
    }

    @Test
    void messageWithADelimiterInItIsRefused() {
        refused(ErrorKind.INVALID_INPUT, DelimiterCodec.of(10, bytes(";"), bytes("--")), "a--b");
        refused(ErrorKind.INVALID_INPUT, DelimiterCodec.of(10, bytes("aa")), "xa");
    }

    @Test
    void messageOfAnotherLengthIsNoFrameOfAFixedOne() {
        refused(ErrorKind.INVALID_INPUT, FixedLengthCodec.of(2), "abc");
    }

    @Test
    void tooLittleRoomLeavesTheOutputAsItWas() {
        var output = ByteBuffer.allocate(7).put((byte) 'x');

        assertThatThrownBy(() -> NETSTRING.encode(ByteBuffer.wrap(bytes("abc")), output.limit(6)))
                .isInstanceOf(BufferOverflowException.class);
        assertThat(output.position()).isEqualTo(1);
        output.clear().limit(6);
        assertThat(encodedInto(output)).isEqualTo(6);
    }

    private static int encodedInto(ByteBuffer output) {
        try {
            NETSTRING.encode(ByteBuffer.wrap(bytes("abc")), output);
            return output.position();
        } catch (NetException e) {
            throw new AssertionError(e);
        }
    }

    private static void refused(ErrorKind kind, Encoder<ByteBuffer> encoder, String message) {
        assertThatThrownBy(() -> encoded(encoder, message)).isInstanceOfSatisfying(NetException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e.operation()).isEqualTo("encode");
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
