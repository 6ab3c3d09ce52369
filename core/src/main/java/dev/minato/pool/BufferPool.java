package dev.minato.pool;

import dev.minato.buffer.BufferAllocator;
import dev.minato.platform.wait.SpinLock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// A bounded pool of heap buffers in three sizes, which all streams of messages share: a buffer is taken for
/// what comes, and given back before a wait.
///
/// ```
///   SMALL   512 B     the beginning of a message whose rest is waited for
///   LARGE   16.5 KiB  what one read or one flush takes: a TLS record of any size
///   HUGE    64 KiB    what lies between that and the high-water mark
/// ```
///
/// Tasks that hold a buffer run, or wait within a message, so few are needed: of each size some for each
/// processor are kept. What is larger is the garbage collector's, and so is what comes back while a size is
/// full.
public final class BufferPool implements BufferAllocator {
    /// The smallest size.
    public static final int SMALL = 512;

    /// The one in the middle, in which the largest TLS record has room with its header and its tag: with less, each
    /// such record takes two reads of the socket, and moves to a larger buffer between them.
    public static final int LARGE = 16 * 1024 + 512;

    /// The largest size.
    public static final int HUGE = 64 * 1024;

    /// For what was read and what is to be written: two, since a decoder remembers the buffers that it sees.
    public static final BufferPool INPUT = new BufferPool();

    /// For what is to be written.
    public static final BufferPool OUTPUT = new BufferPool();

    private final FreeBuffers small = new FreeBuffers(SMALL, 256);
    private final FreeBuffers large = new FreeBuffers(LARGE, aFewForEachProcessor());
    private final FreeBuffers huge = new FreeBuffers(HUGE, aFewForEachProcessor());

    private static int aFewForEachProcessor() {
        return 8 + 2 * Runtime.getRuntime().availableProcessors();
    }

    @Override
    public ByteBuffer allocate(int capacity) {
        if (capacity > HUGE) {
            return ByteBuffer.allocate(capacity);
        }
        // Whoever had it may have left another order.
        return (capacity <= SMALL ? small : capacity <= LARGE ? large : huge)
                .take()
                .order(ByteOrder.BIG_ENDIAN);
    }

    @Override
    public boolean release(ByteBuffer buffer) {
        return switch (buffer.capacity()) {
            case SMALL -> small.give(buffer);
            case LARGE -> large.give(buffer);
            case HUGE -> huge.give(buffer);
            default -> false;
        };
    }

    /// The free buffers of one size, LIFO: the one that was used last is still in the cache of a processor.
    private static final class FreeBuffers extends SpinLock {
        private final int capacity;
        private final @Nullable ByteBuffer[] free;
        private int count;

        FreeBuffers(int capacity, int max) {
            this.capacity = capacity;
            this.free = new ByteBuffer[max];
        }

        ByteBuffer take() {
            ByteBuffer taken = takeFree();
            return taken == null ? ByteBuffer.allocate(capacity) : taken;
        }

        private @Nullable ByteBuffer takeFree() {
            acquire();
            try {
                if (count == 0) {
                    return null;
                }
                count--;
                ByteBuffer taken = free[count];
                free[count] = null;
                return taken;
            } finally {
                release();
            }
        }

        boolean give(ByteBuffer buffer) {
            acquire();
            try {
                if (count == free.length) {
                    return false;
                }
                free[count] = buffer;
                count++;
                return true;
            } finally {
                release();
            }
        }
    }
}
