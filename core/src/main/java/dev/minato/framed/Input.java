package dev.minato.framed;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import java.nio.ByteBuffer;

/// The input buffer, of what was read and not decoded yet.
///
/// The buffer is kept while its peer waits, so that steady traffic allocates nothing; therefore it begins
/// small, and an idle connection holds about what its messages need.
final class Input {
    private static final int FIRST = 128;
    private static final int ROOMY = 16 * 1024;

    private final ByteSource source;
    private final int max;
    private final GrowingBuffer buffer;
    private boolean ended;

    /// True after a read that the source could not fill: another one would find nothing.
    private boolean drained;

    Input(ByteSource source, int maxBuffered) {
        this(source, Math.max(ROOMY, maxBuffered), new GrowingBuffer(FIRST, ROOMY));
    }

    private Input(ByteSource source, int max, GrowingBuffer buffer) {
        this.source = source;
        this.max = max;
        this.buffer = buffer;
    }

    /// The same input, which goes on from another handle of the source; this one is not used any more.
    Input from(ByteSource other) {
        var input = new Input(other, max, buffer);
        input.ended = ended;
        input.drained = drained;
        return input;
    }

    ByteSource source() {
        return source;
    }

    ByteBuffer bytes() {
        return buffer.content();
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
        buffer.makeRoom(1, max);
        int room = buffer.room();
        int count = append();
        drained = count > 0 && count < room;
        ended = count == -1;
        return count != 0;
    }

    /// Waits until there is something to read, or the end, and reads it; may come back without either.
    void fill() throws NetException {
        buffer.reclaim(ROOMY);
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
        ByteBuffer room = buffer.beginAppend();
        try {
            return source.tryRead(room);
        } finally {
            buffer.endAppend();
        }
    }
}
