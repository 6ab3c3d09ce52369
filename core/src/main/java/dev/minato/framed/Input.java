package dev.minato.framed;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import java.nio.ByteBuffer;

/// What was read and not decoded yet: between reads the buffer's position and limit enclose it.
final class Input {
    private static final int FIRST = 1024;
    private static final int ROOMY = 16 * 1024;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final ByteStream stream;
    private final int largest;
    private ByteBuffer buffer = EMPTY;
    private boolean ended;

    /// True after a read that the stream could not fill: another one would find nothing.
    private boolean drained;

    Input(ByteStream stream, int maxBuffered) {
        this.stream = stream;
        this.largest = Math.max(ROOMY, maxBuffered);
    }

    ByteBuffer bytes() {
        return buffer;
    }

    boolean isEnded() {
        return ended;
    }

    /// Reads without waiting; false if nothing was there.
    boolean fillNow() throws NetException {
        if (drained) {
            drained = false;
            return false;
        }
        makeRoom();
        int room = buffer.capacity() - buffer.limit();
        int count = append();
        drained = count > 0 && count < room;
        ended = count == -1;
        return count != 0;
    }

    /// Waits until there is something to read, or the end, and reads it; may come back without either.
    void fill() throws NetException {
        if (!buffer.hasRemaining() && buffer.capacity() > ROOMY) {
            buffer = EMPTY;
        }
        stream.awaitReadable();
        fillNow();
    }

    private int append() throws NetException {
        int position = buffer.position();
        int limit = buffer.limit();
        buffer.position(limit).limit(buffer.capacity());
        try {
            return stream.tryRead(buffer);
        } finally {
            buffer.limit(buffer.position()).position(position);
        }
    }

    /// Room behind the data: by growing while the buffer is small or half full of one message, else by moving
    /// the data to the front. A buffer that was filled to the brim is too small for this peer.
    private void makeRoom() {
        if (buffer.limit() < buffer.capacity()) {
            if (!buffer.hasRemaining()) {
                buffer.position(0).limit(0);
            }
        } else if (buffer.capacity() < ROOMY || (buffer.capacity() < largest && isHalfFull())) {
            int capacity = Math.clamp(2L * buffer.capacity(), FIRST, largest);
            buffer = ByteBuffer.allocate(capacity).put(buffer).flip();
        } else if (buffer.position() > 0) {
            buffer.compact().flip();
        } else {
            throw new AssertionError("the decoder takes nothing from " + largest + " bytes");
        }
    }

    private boolean isHalfFull() {
        return buffer.remaining() > buffer.capacity() / 2;
    }
}
