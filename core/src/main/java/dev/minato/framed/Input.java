package dev.minato.framed;

import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import java.nio.ByteBuffer;

/// The input buffer, of what was read and not decoded yet: between reads the buffer's position and limit
/// enclose it.
///
/// The buffer is kept while its peer waits, so that steady traffic allocates nothing; therefore it begins
/// small, and an idle connection holds about what its messages need.
final class Input {
    private static final int FIRST = 128;

    /// A peer that fills the buffer will probably fill the next one too: there are few steps to a roomy one.
    private static final int GROWTH = 8;
    private static final int ROOMY = 16 * 1024;
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final ByteSource source;
    private final int largest;
    private ByteBuffer buffer = EMPTY;
    private boolean ended;

    /// True after a read that the source could not fill: another one would find nothing.
    private boolean drained;

    Input(ByteSource source, int maxBuffered) {
        this.source = source;
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
        return readNow();
    }

    /// As [#fillNow], but tries the source in any case.
    boolean readNow() throws NetException {
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
        awaitReadable();
        fillNow();
    }

    /// Waits; failures say `read`, which is what the caller does.
    private void awaitReadable() throws NetException {
        try {
            source.awaitReadable();
        } catch (NetException e) {
            throw e.withOperation("read");
        }
    }

    private int append() throws NetException {
        int position = buffer.position();
        int limit = buffer.limit();
        buffer.position(limit).limit(buffer.capacity());
        try {
            return source.tryRead(buffer);
        } finally {
            buffer.limit(buffer.position()).position(position);
        }
    }

    /// Makes room behind the data: by growing while the buffer is small or half full of one message, else by
    /// moving the data to the front. A buffer that was filled to the brim is too small for this peer.
    private void makeRoom() {
        if (buffer.limit() < buffer.capacity()) {
            if (!buffer.hasRemaining()) {
                buffer.position(0).limit(0);
            }
        } else if (buffer.capacity() < ROOMY || (buffer.capacity() < largest && isHalfFull())) {
            int capacity = nextCapacity();
            buffer = ByteBuffer.allocate(capacity).put(buffer).flip();
        } else if (buffer.position() > 0) {
            buffer.compact().flip();
        } else {
            throw new AssertionError("the decoder takes nothing from " + largest + " bytes");
        }
    }

    private int nextCapacity() {
        int growth = buffer.capacity() < ROOMY ? GROWTH : 2;
        int most = buffer.capacity() < ROOMY ? ROOMY : largest;
        return Math.clamp((long) growth * buffer.capacity(), FIRST, most);
    }

    private boolean isHalfFull() {
        return buffer.remaining() > buffer.capacity() / 2;
    }
}
