package dev.minato.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The search finds what a loop over the bytes finds, in heap and direct buffers, at every offset.
class DelimiterSearchTest {
    private static final int SIZE = 40;
    private static final int TIMES = 20_000;
    private static final byte[] FEW = {0, 1, '\n', '\n' ^ 1, 0x7f, (byte) 0x80, (byte) 0x8a, (byte) 0xff};

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void firstDelimiterIsFound(boolean direct) {
        var random = new Random(7);
        var buffer = direct
                ? ByteBuffer.allocateDirect(SIZE)
                : ByteBuffer.allocate(SIZE + 3).position(3).slice();
        for (int i = 0; i < TIMES; i++) {
            for (int at = 0; at < SIZE; at++) {
                buffer.put(at, FEW[random.nextInt(FEW.length)]);
            }
            byte delimiter = FEW[random.nextInt(FEW.length)];
            int from = random.nextInt(SIZE + 1);
            int to = from + random.nextInt(SIZE + 1 - from);
            buffer.order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            assertThat(DelimiterSearch.indexOf(delimiter, buffer, from, to))
                    .isEqualTo(indexOf(delimiter, buffer, from, to));
        }
    }

    private static int indexOf(byte delimiter, ByteBuffer buffer, int from, int to) {
        for (int at = from; at < to; at++) {
            if (buffer.get(at) == delimiter) {
                return at;
            }
        }
        return -1;
    }
}
