package dev.minato.buffer;

import java.nio.ByteBuffer;

/// Where a [GrowingBuffer] has its memory from, and gives it back to.
public interface BufferAllocator {
    /// The heap, and the garbage collector.
    BufferAllocator HEAP = new BufferAllocator() {
        @Override
        public ByteBuffer allocate(int capacity) {
            return ByteBuffer.allocate(capacity);
        }

        @Override
        public boolean release(ByteBuffer buffer) {
            return false;
        }
    };

    /// Returns a big-endian buffer of at least `capacity` bytes that begins an array of its own.
    ByteBuffer allocate(int capacity);

    /// Takes back a buffer that the caller no longer uses; false if nobody keeps it.
    boolean release(ByteBuffer buffer);
}
