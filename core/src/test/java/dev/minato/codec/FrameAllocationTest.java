package dev.minato.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.error.NetException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Frames cost no memory.
class FrameAllocationTest {
    private static final int ROUNDS = 50_000;
    private static final int FRAMES_A_ROUND = 3;

    static final List<Codec<ByteBuffer, ByteBuffer>> CODECS = List.of(
            LengthCodec.ofBytes(4).codec(100),
            LengthCodec.ofBytes(2).littleEndian().trailer((byte) 1).codec(100),
            LengthCodec.ofVarint(4).codec(100),
            TextLengthCodec.decimal().until(':').trailer(',').codec(100),
            TextLengthCodec.hexadecimal().digits(4).adjustment(-4).codec(100),
            DelimiterCodec.of(100, "--".getBytes(US_ASCII)),
            DelimiterCodec.of(100, "--".getBytes(US_ASCII), ";".getBytes(US_ASCII)),
            FixedLengthCodec.of(5));

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteBuffer message = ByteBuffer.wrap("hello".getBytes(US_ASCII));

    @ParameterizedTest
    @FieldSource("CODECS")
    void decodingAllocatesNothing(Codec<ByteBuffer, ByteBuffer> codec) throws NetException {
        byte[] piece = frames(codec);
        for (ByteBuffer input : List.of(ByteBuffer.allocate(200), ByteBuffer.allocateDirect(200))) {
            decode(codec, piece, input);

            long before = thread.getCurrentThreadAllocatedBytes();
            int decoded = decode(codec, piece, input);
            long allocated = thread.getCurrentThreadAllocatedBytes() - before;

            assertThat(decoded).isEqualTo(ROUNDS * FRAMES_A_ROUND);
            assertThat(allocated).isLessThan(1000);
        }
    }

    @ParameterizedTest
    @FieldSource("CODECS")
    void encodingAllocatesNothing(Codec<ByteBuffer, ByteBuffer> codec) throws NetException {
        for (ByteBuffer output : List.of(ByteBuffer.allocate(200), ByteBuffer.allocateDirect(200))) {
            encode(codec, output);

            long before = thread.getCurrentThreadAllocatedBytes();
            encode(codec, output);
            long allocated = thread.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated).isLessThan(1000);
        }
    }

    private byte[] frames(Codec<ByteBuffer, ByteBuffer> codec) throws NetException {
        var output = ByteBuffer.allocate(200);
        for (int i = 0; i < FRAMES_A_ROUND; i++) {
            codec.encode(message, output);
        }
        var bytes = new byte[output.flip().remaining()];
        output.get(bytes);
        return bytes;
    }

    /// Each round comes in two pieces, of which the first ends within a frame.
    private static int decode(Codec<ByteBuffer, ByteBuffer> codec, byte[] piece, ByteBuffer input) throws NetException {
        int decoded = 0;
        int cut = piece.length / 2;
        input.clear();
        for (int i = 0; i < ROUNDS; i++) {
            input.put(piece, 0, cut).flip();
            decoded += decodeAll(codec, input);
            input.compact().put(piece, cut, piece.length - cut).flip();
            decoded += decodeAll(codec, input);
            input.compact();
        }
        return decoded;
    }

    private static int decodeAll(Codec<ByteBuffer, ByteBuffer> codec, ByteBuffer input) throws NetException {
        int decoded = 0;
        for (var frame = codec.decode(input); frame.isPresent(); frame = codec.decode(input)) {
            decoded++;
        }
        return decoded;
    }

    private void encode(Codec<ByteBuffer, ByteBuffer> codec, ByteBuffer output) throws NetException {
        for (int i = 0; i < ROUNDS; i++) {
            output.clear();
            if (codec.maxEncodedLength(message) <= output.remaining()) {
                codec.encode(message, output);
            }
        }
    }
}
