package dev.minato.framed;

import dev.minato.error.NetException;
import dev.minato.net.ByteSink;
import java.nio.ByteBuffer;

/// The output buffer, of what was written and not sent yet: up to its position.
final class Output {
    private static final int FIRST = 128;
    private static final long GROWTH = 4;
    private static final int MAX_SIZE = 64 * 1024;
    private static final int KEPT = 16 * 1024;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final ByteSink sink;
    private ByteBuffer buffer = EMPTY;

    Output(ByteSink sink) {
        this.sink = sink;
    }

    boolean isEmpty() {
        return buffer.position() == 0;
    }

    /// The buffer, with room for so many bytes: it grows to 64 KiB, then it is flushed, and only a larger
    /// message makes it larger.
    ByteBuffer room(int length) throws NetException {
        if (length <= buffer.remaining()) {
            return buffer;
        }
        if (buffer.position() + (long) length > MAX_SIZE) {
            flush();
        }
        long needed = buffer.position() + (long) length;
        if (needed > buffer.capacity()) {
            long capacity = Math.max(needed, Math.clamp(GROWTH * buffer.capacity(), FIRST, MAX_SIZE));
            buffer = ByteBuffer.allocate(Math.toIntExact(capacity)).put(buffer.flip());
        }
        return buffer;
    }

    /// Sends everything; what a failure leaves stays in the buffer. A large buffer that is no longer made use
    /// of is let go.
    void flush() throws NetException {
        if (isEmpty()) {
            return;
        }
        boolean madeUseOf = buffer.position() > KEPT;
        buffer.flip();
        try {
            sink.writeAll(buffer);
        } finally {
            buffer.compact();
        }
        if (buffer.capacity() > MAX_SIZE || (buffer.capacity() > KEPT && !madeUseOf)) {
            buffer = EMPTY;
        }
    }
}
