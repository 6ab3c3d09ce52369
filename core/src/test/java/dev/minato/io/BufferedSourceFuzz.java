package dev.minato.io;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Any bytes, in any pieces, are read as a look at all of them at once would have it.
///
/// The first half of the data decides what is called and in what pieces the stream comes; the second is the
/// stream.
class BufferedSourceFuzz {
    @FuzzTest
    void whatIsReadIsWhatWasSent(byte[] data) throws Exception {
        int half = data.length / 2;
        var content = Arrays.copyOfRange(data, half, data.length);
        BufferedSourceModel.check(content, new Decisions(Arrays.copyOf(data, half)));
    }

    /// One byte a decision, over and over; the largest in between, so that every wait ends at some time.
    private static final class Decisions implements IntUnaryOperator {
        private final byte[] bytes;
        private int next;

        Decisions(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int applyAsInt(int bound) {
            int at = next++ % (bytes.length + 1);
            return at == bytes.length ? bound - 1 : Byte.toUnsignedInt(bytes[at]) % bound;
        }
    }
}
