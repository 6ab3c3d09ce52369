package dev.minato.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.error.NetException;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// Pieces and numbers cost no memory of their own: what is allocated is what the platform's reads and writes
/// do.
@NetworkTest
class IoAllocationTest {
    private static final int NUMBERS = 10_000;
    private static final int A_ROUND = 100;

    /// Until the JIT has compiled it: interpreted code allocates what compiled code does not.
    private static final int WARM_UP = 20;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void numbersAllocateNothing() throws Exception {
        try (var pair = Pair.open()) {
            var writer = BufferedSink.of(pair.near());
            var reader = BufferedSource.of(pair.far());
            for (int i = 0; i < WARM_UP; i++) {
                exchange(writer, reader);
            }

            long before = thread.getCurrentThreadAllocatedBytes();
            long sum = exchange(writer, reader);
            long allocated = thread.getCurrentThreadAllocatedBytes() - before;

            assertThat(sum).isEqualTo((long) NUMBERS * (NUMBERS - 1) / 2);
            // A number that cost an object would make it 160,000; the JDK's channels take some bytes a call.
            assertThat(allocated).isLessThan(80_000);
        }
    }

    private static long exchange(BufferedSink writer, BufferedSource reader) throws NetException {
        long sum = 0;
        for (int i = 0; i < NUMBERS; i += A_ROUND) {
            for (int j = i; j < i + A_ROUND; j++) {
                writer.writeInt(j, ByteOrder.LITTLE_ENDIAN);
            }
            writer.flush();
            for (int j = 0; j < A_ROUND; j++) {
                sum += j % 2 == 0 ? reader.readInt(ByteOrder.LITTLE_ENDIAN) : view(reader);
            }
        }
        return sum;
    }

    private static int view(BufferedSource reader) throws NetException {
        if (reader.fillBuf().remaining() < Integer.BYTES) {
            return reader.readInt(ByteOrder.LITTLE_ENDIAN);
        }
        var view = reader.fillBuf().order(ByteOrder.LITTLE_ENDIAN);
        int number = view.getInt(view.position());
        reader.consume(Integer.BYTES);
        return number;
    }
}
