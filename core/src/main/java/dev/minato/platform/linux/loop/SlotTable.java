package dev.minato.platform.linux.loop;

import dev.minato.platform.wait.SpinLock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The registered sockets of one poller, by slot.
///
/// The loop's thread looks up without a lock; tasks take and give back slots under a spin lock. The table grows
/// by chunks, which are allocated outside the lock, and never shrinks: it follows the largest number of sockets
/// that were open at once.
final class SlotTable extends SpinLock {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int NONE = -1;

    private static final class Chunk {
        final AtomicReferenceArray<@Nullable EventReceiver> sources = new AtomicReferenceArray<>(CHUNK);

        /// The next free slot, for one that is free. Guarded by the lock.
        final int[] nextFree = new int[CHUNK];
    }

    private volatile Chunk[] chunks = {new Chunk()};

    // Guarded by the lock.
    private int firstFree = NONE;
    private int used;
    private int generations;

    /// The `data` of the events of a registration: `generation:32 | slot:32`.
    long take() {
        for (; ; ) {
            int full;
            acquire();
            try {
                int slot = freeSlot();
                if (slot != NONE) {
                    return (long) ++generations << 32 | slot;
                }
                full = chunks.length;
            } finally {
                release();
            }
            grow(full);
        }
    }

    private int freeSlot() {
        int slot = firstFree;
        if (slot != NONE) {
            firstFree = chunks[slot >>> CHUNK_BITS].nextFree[slot & CHUNK - 1];
            return slot;
        }
        return used < chunks.length << CHUNK_BITS ? used++ : NONE;
    }

    /// No-op if another thread did meanwhile.
    private void grow(int full) {
        Chunk[] larger = Arrays.copyOf(chunks, full + 1);
        larger[full] = new Chunk();
        acquire();
        try {
            if (chunks.length == full) {
                chunks = larger;
            }
        } finally {
            release();
        }
    }

    void set(int slot, EventReceiver source) {
        chunks[slot >>> CHUNK_BITS].sources.set(slot & CHUNK - 1, source);
    }

    @Nullable
    EventReceiver get(int slot) {
        return chunks[slot >>> CHUNK_BITS].sources.get(slot & CHUNK - 1);
    }

    void giveBack(int slot) {
        Chunk chunk = chunks[slot >>> CHUNK_BITS];
        chunk.sources.set(slot & CHUNK - 1, null);
        acquire();
        try {
            chunk.nextFree[slot & CHUNK - 1] = firstFree;
            firstFree = slot;
        } finally {
            release();
        }
    }
}
