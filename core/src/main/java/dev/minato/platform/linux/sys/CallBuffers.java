package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A pool of native memory for the arguments of syscalls, a small piece a socket, cut from slabs.
///
/// A slab is never given back: the memory follows the most sockets that were open at once, and the most
/// calls that were made at once beside another on the same socket.
public final class CallBuffers {
    private static final long IN_A_SLAB = 256;

    private final Queue<CallBuffer> free = new ConcurrentLinkedQueue<>();
    private final Queue<Half> spare = new ConcurrentLinkedQueue<>();
    private final long half;

    /// Buffers for sockets whose addresses take up to `addressSize` bytes.
    public CallBuffers(int addressSize) {
        half = (Half.ADDRESS + addressSize + 7L) & -8L;
    }

    /// One socket's piece. Each half belongs to the call in flight in that direction. With internet addresses:
    ///
    /// ```
    ///  0 errno:i32  4 length:i32  8 address:28  36 (pad)     reading
    /// 40 errno:i32 44 length:i32 48 address:28  76 (pad)     writing
    /// ```
    public static final class CallBuffer {
        public final Half reading;
        public final Half writing;

        CallBuffer(MemorySegment reading, MemorySegment writing) {
            this.reading = new Half(reading);
            this.writing = new Half(writing);
        }
    }

    /// The memory of one call.
    public static final class Half {
        private static final int LENGTH = 4;
        private static final int ADDRESS = 8;

        /// The whole piece, whose first four bytes are for errno.
        public final MemorySegment errno;

        /// Lazy: most streams never need it, and memory counts.
        private @Nullable MemorySegment address;

        Half(MemorySegment memory) {
            errno = memory;
        }

        public MemorySegment address() {
            MemorySegment known = address;
            if (known == null) {
                known = errno.asSlice(ADDRESS);
                address = known;
            }
            return known;
        }

        long addressAt() {
            return errno.address() + ADDRESS;
        }

        public MemorySegment lengthMemory() {
            return errno.asSlice(LENGTH, 4);
        }

        long lengthAt() {
            return errno.address() + LENGTH;
        }

        public int length() {
            return errno.get(JAVA_INT, LENGTH);
        }

        public void setLength(int length) {
            errno.set(JAVA_INT, LENGTH, length);
        }
    }

    /// Threads that find none at once cut a slab each; both are used later.
    public CallBuffer take() {
        CallBuffer known = free.poll();
        return known == null ? cut() : known;
    }

    private CallBuffer cut() {
        MemorySegment slab = Arena.global().allocate(IN_A_SLAB * 2 * half, 8);
        for (long i = 1; i < IN_A_SLAB; i++) {
            free.add(cut(slab, i));
        }
        return cut(slab, 0);
    }

    private CallBuffer cut(MemorySegment slab, long index) {
        return new CallBuffer(slab.asSlice(2 * index * half, half), slab.asSlice((2 * index + 1) * half, half));
    }

    public void release(CallBuffer buffer) {
        free.add(buffer);
    }

    /// Lends a half to a call whose socket's own is in use.
    Half lend() {
        Half known = spare.poll();
        return known == null ? new Half(Arena.global().allocate(half, 8)) : known;
    }

    void giveBack(Half lent) {
        spare.add(lent);
    }
}
