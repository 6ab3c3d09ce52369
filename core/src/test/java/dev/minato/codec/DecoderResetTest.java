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

/// After a reset, what comes is the beginning of another stream, whatever was there before.
class DecoderResetTest {
    static List<Codec<?, ?>> lines() {
        return List.of(
                LineCodec.bytes(3), LineCodec.utf8(3), LineCodec.utf8(3).crlf(), DelimiterCodec.of(3, new byte[] {
                    '\r', '\n'
                }));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void theRestOfALongOneIsNotWaitedFor(Decoder<?> codec) throws NetException {
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> codec.decode(bytes("abcdefgh")));

        codec.reset();

        assertThat(codec.isWithin(bytes(""))).isFalse();
        assertThat(codec.decode(bytes("ab\r\n"))).isPresent();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void whatWasScannedIsScannedAnew(Decoder<?> codec) throws NetException {
        assertThat(codec.decode(bytes("abc"))).isEmpty();

        codec.reset();

        assertThat(codec.decode(bytes("a\r\nxxx"))).isPresent();
    }

    @Test
    void aLengthIsNotSkippedAnyMore() throws NetException {
        var codec = LengthCodec.ofBytes(1).codec(3);
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> codec.decode(bytes("\u0009abc")));

        codec.reset();

        assertThat(codec.decode(bytes("\u0002ab"))).isPresent();
    }

    @Test
    void aFatalErrorIsForgotten() throws NetException {
        var codec = LengthCodec.ofBytes(1).trailer((byte) ';').codec(9);
        Expect.failure(ErrorKind.INVALID_DATA, () -> codec.decode(bytes("\u0002ab,")));
        assertThat(codec.isFailed()).isTrue();

        codec.reset();

        assertThat(codec.isFailed()).isFalse();
        assertThat(codec.decode(bytes("\u0002ab;"))).isPresent();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
