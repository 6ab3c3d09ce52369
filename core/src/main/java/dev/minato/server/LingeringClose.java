package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.Shutdown;
import dev.minato.task.Tasks;
import java.nio.ByteBuffer;
import java.time.Duration;

/// A close that lets the last answer arrive: a half-close, and then a bounded drain of what still comes.
///
/// Closing a socket with unread input sends a reset (RFC 9293 section 3.10.4), and a reset discards what the
/// peer has not read yet.
final class LingeringClose {
    private static final Duration MAX_DRAIN = Duration.ofSeconds(1);
    private static final int MAX_DRAINED = 256 * 1024;
    private static final int CHUNK = 4 * 1024;

    private LingeringClose() {}

    /// Half-closes the stream and drains it; everything must be flushed before, and the stream closed
    /// afterwards.
    static void prepare(ByteStream stream) {
        try {
            stream.shutdown(Shutdown.WRITE);
            Tasks.runWithDeadline(MAX_DRAIN, () -> drain(stream));
        } catch (NetException over) {
            // The peer has gone, or stays silent, or the server is closing: the answer had its chance.
        }
    }

    private static void drain(ByteStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(CHUNK);
        int total = 0;
        int count = 0;
        while (count != -1 && total < MAX_DRAINED) {
            count = stream.read(buffer.clear());
            total += count;
        }
    }
}
