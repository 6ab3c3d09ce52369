package dev.minato.services.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A pool of a few direct buffers, borrowed by connections while they have something to do. When all are out,
/// a heap buffer stands in that is not pooled.
final class BufferPool {
    private static final int SIZE = 16 * 1024;
    private static final int MAX_POOLED = 32;

    private final AtomicReferenceArray<ByteBuffer> free = new AtomicReferenceArray<>(MAX_POOLED);
    private int allocated;

    /// Returns a cleared buffer, to be given back with [#release].
    ByteBuffer acquire() {
        for (int i = 0; i < MAX_POOLED; i++) {
            ByteBuffer buffer = free.getPlain(i) == null ? null : free.getAndSet(i, null);
            if (buffer != null) {
                return buffer.clear();
            }
        }
        return mayAllocate() ? ByteBuffer.allocateDirect(SIZE) : ByteBuffer.allocate(SIZE);
    }

    private synchronized boolean mayAllocate() {
        if (allocated == MAX_POOLED) {
            return false;
        }
        allocated++;
        return true;
    }

    /// Takes back a buffer that is no longer used.
    void release(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return;
        }
        for (int i = 0; i < MAX_POOLED; i++) {
            if (free.getPlain(i) == null && free.compareAndSet(i, null, buffer)) {
                return;
            }
        }
    }
}
