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

/// Lines of bytes cost no memory.
class LineAllocationTest {
    private static final int LINES = 100_000;
    private static final byte[] PIECE = "first line\r\nsecond line\n\nand a part".getBytes(US_ASCII);
    private static final int LINES_A_PIECE = 3;

    static final List<ByteBuffer> BUFFERS = List.of(ByteBuffer.allocate(200), ByteBuffer.allocateDirect(200));

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Codec<ByteBuffer, ByteBuffer> codec = LineCodec.bytes(100);

    @ParameterizedTest
    @FieldSource("BUFFERS")
    void decodingAllocatesNothing(ByteBuffer input) throws NetException {
        decode(input);

        long before = thread.getCurrentThreadAllocatedBytes();
        int decoded = decode(input);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;

        assertThat(decoded).isGreaterThanOrEqualTo(LINES);
        assertThat(allocated).isLessThan(1000);
    }

    @ParameterizedTest
    @FieldSource("BUFFERS")
    void encodingAllocatesNothing(ByteBuffer output) throws NetException {
        var message = ByteBuffer.wrap(PIECE, 0, 5);
        encode(message, output);

        long before = thread.getCurrentThreadAllocatedBytes();
        encode(message, output);
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(1000);
    }

    private int decode(ByteBuffer input) throws NetException {
        int decoded = 0;
        input.clear();
        for (int i = 0; i < LINES / LINES_A_PIECE + 1; i++) {
            input.put(PIECE).flip();
            for (var line = codec.decode(input); line.isPresent(); line = codec.decode(input)) {
                decoded++;
            }
            input.compact();
        }
        return decoded;
    }

    private void encode(ByteBuffer message, ByteBuffer output) throws NetException {
        for (int i = 0; i < LINES; i++) {
            codec.encode(message, output.clear());
        }
    }
}
