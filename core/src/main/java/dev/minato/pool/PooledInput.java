package dev.minato.pool;

import dev.minato.buffer.GrowingBuffer;
import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import java.nio.ByteBuffer;

/// The input buffer of a source: what was read and not decoded yet, in memory of the [BufferPool].
///
/// ```
///    nothing ──readNow()──▶ LARGE or more ──rest()──▶ nothing            all was decoded
///       ▲                     │       ▲          └──▶ SMALL              the beginning of a message was not
///       └──── all decoded ────┘       └─readNow()───────┘
/// ```
///
/// Its memory is the pool's; a wait holds none, or what the beginning of a message needs.
public final class PooledInput {
    private final ByteSource source;
    private final int max;
    private final GrowingBuffer buffer;
    private boolean ended;

    /// True after a read that the source could not fill: another one would find nothing.
    private boolean drained;

    /// The input of `source` that holds as much as a decoder needs to see at once.
    public PooledInput(ByteSource source, int maxBuffered) {
        this(source, maxBuffered, new GrowingBuffer(BufferPool.LARGE, BufferPool.HUGE, BufferPool.INPUT));
    }

    private PooledInput(ByteSource source, int maxBuffered, GrowingBuffer buffer) {
        this.source = source;
        this.max = Math.max(BufferPool.LARGE, maxBuffered);
        this.buffer = buffer;
    }

    /// The same input, which goes on from another handle of the source, or for another decoder; this one is not
    /// used any more.
    public PooledInput with(ByteSource other, int maxBuffered) {
        var input = new PooledInput(other, maxBuffered, buffer);
        input.ended = ended;
        input.drained = drained;
        return input;
    }

    /// Where it reads from.
    public ByteSource source() {
        return source;
    }

    /// What it holds, from the position to the limit; moving the position takes bytes away.
    public ByteBuffer bytes() {
        return buffer.content();
    }

    /// Whether the source has ended.
    public boolean isEnded() {
        return ended;
    }

    /// Whether it holds nothing, and more may come.
    public boolean isEmpty() {
        return !ended && buffer.count() == 0;
    }

    /// Whether it holds as much as the decoder needs to see at once.
    public boolean isFull() {
        return buffer.count() >= max;
    }

    /// Reads without waiting; false if nothing was there.
    public boolean fillNow() throws NetException {
        return fillNow(source);
    }

    /// As [#fillNow()], through another handle of the source.
    public boolean fillNow(ByteSource handle) throws NetException {
        if (drained) {
            drained = false;
            return false;
        }
        return readNow(handle);
    }

    /// As [#fillNow], but tries the source in any case.
    public boolean readNow() throws NetException {
        return readNow(source);
    }

    private boolean readNow(ByteSource handle) throws NetException {
        int capacity = buffer.count() + buffer.room();
        buffer.makeRoom(capacity < BufferPool.LARGE ? BufferPool.LARGE - buffer.count() : 1, max);
        int room = buffer.room();
        int count = append(handle);
        drained = count > 0 && count < room;
        ended = count == -1;
        return count != 0;
    }

    /// Has the next fill try the source in any case: the caller has not waited for input since the last one.
    public void forgetDrained() {
        drained = false;
    }

    /// Puts in what was read elsewhere.
    public void add(ByteBuffer unread) {
        int count = unread.remaining();
        buffer.makeRoom(count, Math.max(count, max));
        buffer.beginAppend().put(unread);
        buffer.endAppend();
    }

    /// Gives back what memory it can, before a wait and at the end; false if nobody keeps it.
    public boolean rest() {
        return buffer.shrink(BufferPool.SMALL);
    }

    /// Waits until there is something to read, or the end, and reads it; may come back without either.
    public void fill() throws NetException {
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

    private int append(ByteSource handle) throws NetException {
        ByteBuffer room = buffer.beginAppend();
        try {
            return handle.tryRead(room);
        } finally {
            buffer.endAppend();
        }
    }

    /// Takes all that it holds, in a buffer that is the caller's and has nothing else in it.
    public ByteBuffer takeAll() {
        return ByteBuffer.wrap(buffer.takeArray());
    }
}
