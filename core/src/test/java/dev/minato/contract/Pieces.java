package dev.minato.contract;

import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import dev.minato.testing.Eventually;
import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;

/// A peer that keeps others waiting: it writes and reads in pieces, at moments drawn from a seed, and begins
/// when calls that wait for it have been cancelled.
final class Pieces {
    private static final long SEED = 11;

    private Pieces() {}

    /// Writes that many bytes of [Pattern], and then the end.
    static void write(ByteStream stream, int total, Cancelling cancelling) throws Exception {
        cancelling.awaitBoth();
        var lots = new Lots(SEED);
        int written = 0;
        while (written < total) {
            int count = Math.min(lots.from1To(500), total - written);
            stream.writeAll(Pattern.bytes(written, count));
            written += count;
            lots.spin(100);
        }
        stream.shutdown(Shutdown.WRITE);
    }

    /// Reads to the end, and checks that it is [Pattern]; how long that was.
    static long readSlowly(ByteStream stream, Cancelling cancelling) throws Exception {
        cancelling.awaitBoth();
        var lots = new Lots(SEED + 1);
        stream.setReadTimeout(Eventually.PATIENCE);
        return Pattern.checkToEnd(stream, ByteBuffer.allocate(64 * 1024), () -> lots.spin(500));
    }

    /// Reads what [#write] writes, by calls that are cancelled; how long that was.
    static long readCancelled(ByteStream stream, Cancelling cancelling) throws Exception {
        var buffer = ByteBuffer.allocate(2000);
        long read = 0;
        while (cancelling.untilDone(() -> stream.read(buffer.clear())) != -1) {
            int count = buffer.position();
            Pattern.check(buffer.flip(), read);
            read += count;
        }
        return read;
    }
}
