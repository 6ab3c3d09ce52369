package dev.minato.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Any bytes, in any pieces, give the lines that a look at all of them at once gives.
///
/// The first byte of the data is the limit less one, the second the length of a piece less one; the rest is the
/// stream.
class LineCodecFuzz {
    @FuzzTest
    void linesAreThoseOfTheWholeStream(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int max = 1 + Byte.toUnsignedInt(data[0]);
        var stream = Arrays.copyOfRange(data, 2, data.length);
        var pieces = pieces(stream, 1 + Byte.toUnsignedInt(data[1]));

        assertThat(new Feed<>(LineCodec.bytes(max), ByteBuffer::allocate, 1).all(pieces))
                .isEqualTo(ReferenceLines.of(stream, max, false));
        assertThat(new Feed<>(LineCodec.utf8(max), ByteBuffer::allocateDirect, 1000).all(pieces))
                .isEqualTo(ReferenceLines.of(stream, max, true));
        assertThat(new Feed<>(LineCodec.bytes(max).crlf(), ByteBuffer::allocate, 1).all(pieces))
                .isEqualTo(ReferenceLines.strict(stream, max, false));
    }

    @FuzzTest
    void whatIsWrittenComesBackEqual(byte[] data) throws NetException {
        comesBackEqual(LineCodec.bytes(100), data);
        comesBackEqual(LineCodec.bytes(100).crlf(), data);
    }

    private static void comesBackEqual(LineCodec<ByteBuffer> codec, byte[] data) throws NetException {
        var message = ByteBuffer.wrap(data);
        var output = ByteBuffer.allocate(codec.maxEncodedLength(message));
        try {
            codec.encode(message, output);
        } catch (NetException refused) {
            assertThat(output.position()).isZero();
            return;
        }
        assertThat(codec.decode(output.flip())).contains(message);
        assertThat(output.hasRemaining()).isFalse();
    }

    private static List<byte[]> pieces(byte[] stream, int length) {
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < stream.length; at += length) {
            pieces.add(Arrays.copyOfRange(stream, at, Math.min(at + length, stream.length)));
        }
        return pieces;
    }
}
