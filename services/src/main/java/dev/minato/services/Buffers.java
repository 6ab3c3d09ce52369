package dev.minato.services;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A few direct buffers, lent to connections for the time that they have something to do. When all are out, a
/// buffer on the heap stands in, which nobody keeps.
final class Buffers {
    private static final int SIZE = 16 * 1024;
    private static final int KEPT = 32;

    private final AtomicReferenceArray<ByteBuffer> free = new AtomicReferenceArray<>(KEPT);
    private int made;

    /// A cleared buffer; to be given back with [#release].
    ByteBuffer take() {
        for (int i = 0; i < KEPT; i++) {
            ByteBuffer buffer = free.getPlain(i) == null ? null : free.getAndSet(i, null);
            if (buffer != null) {
                return buffer.clear();
            }
        }
        return mayMakeOne() ? ByteBuffer.allocateDirect(SIZE) : ByteBuffer.allocate(SIZE);
    }

    private synchronized boolean mayMakeOne() {
        if (made == KEPT) {
            return false;
        }
        made++;
        return true;
    }

    /// Takes back a buffer that nobody uses any more.
    void release(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return;
        }
        for (int i = 0; i < KEPT; i++) {
            if (free.getPlain(i) == null && free.compareAndSet(i, null, buffer)) {
                return;
            }
        }
    }
}
