package dev.minato.services.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.server.Connection;
import dev.minato.server.ConnectionHandler;
import java.nio.ByteBuffer;

/// The service `count`: counts bytes until the peer half-closes, and replies `received N bytes total` and an
/// LF.
///
/// A connection holds no buffer while it is idle.
public final class CountService implements ConnectionHandler {
    private final BufferPool buffers = new BufferPool();

    /// A counter whose connections share a buffer pool, and no count.
    public CountService() {}

    @Override
    public void handle(Connection connection) throws NetException {
        ByteStream stream = connection.stream();
        long total = 0;
        for (long count = next(stream); count >= 0; count = next(stream)) {
            total += count;
        }
        // All input was read, so the close sends no reset that would discard the answer.
        stream.writeAll(("received " + total + " bytes total\n").getBytes(US_ASCII));
    }

    /// Waits for bytes; returns how many came, -1 at the end.
    private long next(ByteStream stream) throws NetException {
        stream.awaitReadable();
        ByteBuffer buffer = buffers.acquire();
        try {
            return stream.tryRead(buffer);
        } finally {
            buffers.release(buffer);
        }
    }
}
