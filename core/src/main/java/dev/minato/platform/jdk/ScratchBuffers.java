package dev.minato.platform.jdk;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A small pool of direct buffers of the maximum size of a datagram, one for each receive in progress.
final class ScratchBuffers {
    static final int SIZE = 65_536;
    private static final int KEPT = 8;

    private final AtomicReferenceArray<ByteBuffer> free = new AtomicReferenceArray<>(KEPT);

    /// A cleared buffer of [#SIZE] bytes; give it back with [#release].
    ByteBuffer take() {
        for (int i = 0; i < KEPT; i++) {
            ByteBuffer buffer = free.getAndSet(i, null);
            if (buffer != null) {
                return buffer.clear();
            }
        }
        return ByteBuffer.allocateDirect(SIZE);
    }

    /// Keeps the buffer for the next, unless enough are kept already.
    void release(ByteBuffer buffer) {
        for (int i = 0; i < KEPT; i++) {
            if (free.compareAndSet(i, null, buffer)) {
                return;
            }
        }
    }
}
