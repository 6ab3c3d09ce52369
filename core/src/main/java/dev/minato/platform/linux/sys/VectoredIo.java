package dev.minato.platform.linux.sys;

import dev.minato.error.NetException;
import dev.minato.platform.TryStream;
import dev.minato.platform.UserMemory;
import dev.minato.platform.Vectors;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Reads and writes of several buffers: one syscall, through one native buffer.
///
/// Copying costs about a seventh of what the calls do for 64 KiB ([BounceBuffer] has the figures);
/// writev(2) would need every buffer to be native, and its segments pinned one by one. Of what is larger
/// than that, one call moves the first 64 KiB; a first buffer that holds so much alone goes without the
/// copy.
///
/// The native buffers are kept in slots, not in a [FreeList]: threads on all carriers take them for each call,
/// and what finds no slot is left to the garbage collector.
final class VectoredIo {
    private static final int MAX_SIZE = 64 * 1024;
    private static final int KEPT = 8;
    private static final AtomicReferenceArray<ByteBuffer> FREE = new AtomicReferenceArray<>(KEPT);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private VectoredIo() {}

    static int read(TryStream<?> stream, ByteBuffer[] buffers, int offset, int length) throws NetException {
        int first = Vectors.first(buffers, offset, length);
        int count = Vectors.holding(buffers, first, offset + length - first, MAX_SIZE);
        if (count <= 1) {
            return stream.tryRead(count == 0 ? NOTHING : buffers[first]);
        }
        for (int i = first; i < first + count; i++) {
            UserMemory.checkRoom(buffers[i], "read");
        }
        ByteBuffer whole = take();
        try {
            int got = stream.tryRead(whole.limit(total(buffers, first, count)));
            whole.flip();
            for (int i = first; whole.hasRemaining(); i++) {
                int part = Math.min(whole.remaining(), buffers[i].remaining());
                buffers[i].put(buffers[i].position(), whole, whole.position(), part);
                buffers[i].position(buffers[i].position() + part);
                whole.position(whole.position() + part);
            }
            return got;
        } finally {
            release(whole);
        }
    }

    static int write(TryStream<?> stream, ByteBuffer[] buffers, int offset, int length) throws NetException {
        int first = Vectors.first(buffers, offset, length);
        int count = Vectors.holding(buffers, first, offset + length - first, MAX_SIZE);
        if (count <= 1) {
            return stream.tryWrite(count == 0 ? NOTHING : buffers[first]);
        }
        ByteBuffer whole = take();
        try {
            for (int i = first; i < first + count; i++) {
                append(whole, buffers[i]);
            }
            int written = stream.tryWrite(whole.flip());
            consume(buffers, first, written);
            return written;
        } finally {
            release(whole);
        }
    }

    private static void append(ByteBuffer whole, ByteBuffer buffer) throws NetException {
        int part = Math.min(buffer.remaining(), whole.remaining());
        try {
            whole.put(whole.position(), buffer, buffer.position(), part);
        } catch (IllegalStateException | WrongThreadException e) {
            throw UserMemory.unusable("write", e);
        }
        whole.position(whole.position() + part);
    }

    private static void consume(ByteBuffer[] buffers, int offset, int bytes) {
        int left = bytes;
        for (int i = offset; left > 0; i++) {
            int part = Math.min(left, buffers[i].remaining());
            buffers[i].position(buffers[i].position() + part);
            left -= part;
        }
    }

    /// At most [#MAX_SIZE].
    private static int total(ByteBuffer[] buffers, int offset, int count) {
        long total = 0;
        for (int i = offset; i < offset + count; i++) {
            total += buffers[i].remaining();
        }
        return (int) Math.min(total, MAX_SIZE);
    }

    private static ByteBuffer take() {
        for (int i = 0; i < KEPT; i++) {
            ByteBuffer buffer = FREE.getAndSet(i, null);
            if (buffer != null) {
                return buffer.clear();
            }
        }
        return ByteBuffer.allocateDirect(MAX_SIZE);
    }

    private static void release(ByteBuffer buffer) {
        for (int i = 0; i < KEPT; i++) {
            if (FREE.compareAndSet(i, null, buffer)) {
                return;
            }
        }
    }
}
