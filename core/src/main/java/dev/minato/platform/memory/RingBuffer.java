package dev.minato.platform.memory;

import java.nio.ByteBuffer;

/// A ring buffer of bytes, FIFO, whose memory is allocated with the first byte. Not for several threads.
final class RingBuffer {
    private static final byte[] NO_BYTES = {};

    private final int capacity;
    private byte[] bytes = NO_BYTES;
    private int start;
    private int size;

    RingBuffer(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    int room() {
        return capacity - size;
    }

    /// Puts in at most `most` of what remains in the buffer; how many that was, 0 if there is no room.
    ///
    /// What is thrown by memory that cannot be reached leaves the buffer's position at what was put in.
    int put(ByteBuffer from, int most) {
        int count = Math.min(Math.min(from.remaining(), room()), most);
        if (count > 0 && bytes.length == 0) {
            bytes = new byte[capacity];
        }
        for (int left = count; left > 0; ) {
            int end = wrapped((long) start + size);
            int piece = Math.min(left, capacity - end);
            from.get(bytes, end, piece);
            size += piece;
            left -= piece;
        }
        return count;
    }

    /// Takes out at most `most` bytes, as many as the buffer has room for; how many that was.
    ///
    /// What is thrown by memory that cannot be reached leaves the buffer's position at what was taken.
    int take(ByteBuffer into, int most) {
        int count = Math.min(Math.min(into.remaining(), size), most);
        for (int left = count; left > 0; ) {
            int piece = Math.min(left, capacity - start);
            into.put(bytes, start, piece);
            start = wrapped((long) start + piece);
            size -= piece;
            left -= piece;
        }
        return count;
    }

    /// Copies what [#take] would take, and leaves it.
    int copy(ByteBuffer into, int most) {
        int count = Math.min(Math.min(into.remaining(), size), most);
        int first = Math.min(count, capacity - start);
        into.put(bytes, start, first);
        into.put(bytes, 0, count - first);
        return count;
    }

    /// Drops the bytes and the memory.
    void clear() {
        bytes = NO_BYTES;
        start = 0;
        size = 0;
    }

    private int wrapped(long index) {
        return (int) (index < capacity ? index : index - capacity);
    }
}
