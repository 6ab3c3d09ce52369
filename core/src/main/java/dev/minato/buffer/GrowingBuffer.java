package dev.minato.buffer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A byte buffer that grows to what it must hold, up to a maximum, and lets go of a large one when it is empty.
///
/// Bytes are appended at the end and taken from the front.
///
/// ```
///   0       position          limit          capacity
///   ├─ taken ─┼──── content ────┼──── room ────┤
/// ```
///
/// It holds no memory before the first byte; what it holds is of an allocator, by default the heap. From a
/// first size it grows fourfold to a roomy one, then twofold: who has filled a small buffer will probably fill
/// the next one too. Beyond the roomy size, content that is at most half of the buffer is rather moved to the
/// front than given a larger one.
public final class GrowingBuffer {
    private static final long GROWTH_TO_ROOMY = 4;
    private static final long GROWTH = 2;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final int first;
    private final int roomy;
    private final BufferAllocator allocator;
    private ByteBuffer buffer = EMPTY;

    /// Where the content begins while something is appended.
    private int start;

    /// An empty buffer without memory.
    ///
    /// @param first the capacity that it begins with; at most `roomy`
    /// @param roomy the capacity below which a full buffer grows whatever is in it
    public GrowingBuffer(int first, int roomy) {
        this(first, roomy, BufferAllocator.HEAP);
    }

    /// As [#GrowingBuffer(int, int)], with memory of `allocator`, which may be roomier than what was asked for.
    public GrowingBuffer(int first, int roomy, BufferAllocator allocator) {
        this.first = first;
        this.roomy = roomy;
        this.allocator = allocator;
    }

    /// The content, from the position to the limit; moving the position takes bytes away. One and the same
    /// object until it grows or is let go; always an array's, with the same indices.
    public ByteBuffer content() {
        return buffer;
    }

    /// How many bytes it holds.
    public int count() {
        return buffer.remaining();
    }

    /// Whether it holds nothing.
    public boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    /// How many bytes can be appended.
    public int room() {
        return buffer.capacity() - buffer.limit();
    }

    /// Makes room for `length` bytes or more, by moving the content or by growing.
    ///
    /// @param max the maximum of the capacity, at least the first one
    public void makeRoom(int length, int max) {
        if (room() < length) {
            moveOrGrow(length, max);
        } else if (isEmpty()) {
            buffer.position(0).limit(0);
        }
    }

    private void moveOrGrow(int length, int max) {
        int capacity = buffer.capacity();
        long needed = (long) count() + length;
        if (needed > max) {
            throw new AssertionError(count() + " bytes leave no room for " + length + " of at most " + max);
        }
        boolean isSmall = capacity < roomy || needed > capacity || count() > capacity / 2;
        if (isSmall && capacity < max) {
            long next = capacity < roomy ? Math.min(GROWTH_TO_ROOMY * capacity, roomy) : GROWTH * capacity;
            long larger = Math.max(needed, Math.max(first, next));
            moveTo((int) Math.min(larger, max));
        } else {
            buffer.compact().flip();
        }
    }

    private boolean moveTo(int capacity) {
        ByteBuffer left = buffer;
        buffer = allocator.allocate(capacity).clear().put(left).flip();
        return left.capacity() == 0 || allocator.release(left);
    }

    /// Appends `length` bytes, for which there is room, and returns the index of the first one: the caller puts
    /// them there.
    public int extend(int length) {
        int index = buffer.limit();
        buffer.limit(index + length);
        return index;
    }

    /// Begins to append: what the caller puts at the position of the returned buffer, before its limit, is
    /// content after [#endAppend].
    public ByteBuffer beginAppend() {
        start = buffer.position();
        return buffer.position(buffer.limit()).limit(buffer.capacity());
    }

    /// Ends what [#beginAppend] began, also if nothing came of it.
    public void endAppend() {
        buffer.limit(buffer.position()).position(start);
    }

    /// Begins an empty buffer anew, and lets go of one that is larger than `kept`; no-op if it holds something.
    public void reclaim(int kept) {
        if (isEmpty() && buffer.capacity() <= kept) {
            buffer.position(0).limit(0);
        } else if (isEmpty()) {
            shrink(0);
        }
    }

    /// Holds as little memory as possible until something is appended: none if it is empty, and if it has at
    /// most `small` bytes, so many. False if the memory that it had is kept by nobody.
    public boolean shrink(int small) {
        if (isEmpty() && buffer.capacity() > 0) {
            ByteBuffer left = buffer;
            buffer = EMPTY;
            return allocator.release(left);
        }
        return count() > small || buffer.capacity() <= small || moveTo(small);
    }

    /// Takes all that it holds, in a buffer that is the caller's.
    public ByteBuffer takeAll() {
        ByteBuffer taken = buffer.duplicate();
        buffer = EMPTY;
        return taken;
    }

    /// Takes all that it holds, without a copy if that fills the buffer.
    @SuppressWarnings("ByteBufferBackingArray") // by `allocate`: the indices are the same
    public byte[] takeArray() {
        ByteBuffer taken = takeAll();
        return taken.remaining() == taken.capacity()
                ? taken.array()
                : Arrays.copyOfRange(taken.array(), taken.position(), taken.limit());
    }
}
