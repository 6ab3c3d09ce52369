package dev.minato.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Any bytes, in any pieces, give the frames and errors that all of them at once give, for each kind of frame;
/// nothing but a `NetException` is thrown.
///
/// The first byte of the data chooses the kind, the second is the length of a piece less one; the rest is the
/// stream.
class FrameCodecFuzz {
    private static final List<FrameSplitProperties.Kind> KINDS =
            FrameSplitProperties.kinds().toList();

    @FuzzTest
    void framesAreThoseOfTheWholeStream(byte[] data) {
        if (data.length < 3) {
            return;
        }
        var kind = kind(data);
        var stream = Arrays.copyOfRange(data, 2, data.length);
        var atOnce = new Feed<>(kind.codec().get(), ByteBuffer::allocate, stream.length).all(List.of(stream));

        var pieces = pieces(stream, 1 + Byte.toUnsignedInt(data[1]));
        assertThat(new Feed<>(kind.codec().get(), ByteBuffer::allocate, 1).all(pieces))
                .isEqualTo(atOnce);
        assertThat(new Feed<>(kind.codec().get(), ByteBuffer::allocateDirect, 1000).all(pieces))
                .isEqualTo(atOnce);
    }

    @FuzzTest
    void whatIsWrittenComesBackEqual(byte[] data) throws NetException {
        if (data.length < 2) {
            return;
        }
        var codec = kind(data).codec().get();
        var message = ByteBuffer.wrap(data, 2, data.length - 2);
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

    private static FrameSplitProperties.Kind kind(byte[] data) {
        return KINDS.get(Byte.toUnsignedInt(data[0]) % KINDS.size());
    }

    private static List<byte[]> pieces(byte[] stream, int length) {
        var pieces = new ArrayList<byte[]>();
        for (int at = 0; at < stream.length; at += length) {
            pieces.add(Arrays.copyOfRange(stream, at, Math.min(at + length, stream.length)));
        }
        return pieces;
    }
}
