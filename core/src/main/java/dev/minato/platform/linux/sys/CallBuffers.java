package dev.minato.platform.linux.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// A pool of native memory for the arguments of syscalls, a small piece a call, cut from slabs.
///
/// A slab is never given back: the memory follows the most pieces that were in use at once.
public final class CallBuffers {
    private static final long IN_A_SLAB = 256;

    private final Queue<Piece> free = new ConcurrentLinkedQueue<>();
    private final long size;

    /// Buffers for calls with addresses of up to `addressSize` bytes.
    public CallBuffers(int addressSize) {
        size = (Piece.ADDRESS + addressSize + 7L) & -8L;
    }

    /// The memory of one call. With internet addresses:
    ///
    /// ```
    ///  0 errno:i32  4 length:i32  8 address:28  36 (pad)
    /// ```
    public static final class Piece {
        private static final int LENGTH = 4;
        private static final int ADDRESS = 8;

        /// The whole piece, whose first four bytes are for errno.
        public final MemorySegment errno;

        /// Lazy: most streams never need it, and memory counts.
        private @Nullable MemorySegment address;

        Piece(MemorySegment memory) {
            errno = memory;
        }

        /// One with room for an address of the internet, or for as much else, while the arena is open.
        public static Piece in(Arena arena) {
            return new Piece(arena.allocate(ADDRESS + SockAddr.SIZE, 8));
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

    /// Lends a piece. Threads that find none at once cut a slab each; both are used later.
    public Piece lend() {
        Piece known = free.poll();
        return known == null ? cut() : known;
    }

    private Piece cut() {
        MemorySegment slab = Arena.global().allocate(IN_A_SLAB * size, 8);
        for (long i = 1; i < IN_A_SLAB; i++) {
            free.add(cut(slab, i));
        }
        return cut(slab, 0);
    }

    private Piece cut(MemorySegment slab, long index) {
        return new Piece(slab.asSlice(index * size, size));
    }

    public void giveBack(Piece lent) {
        free.add(lent);
    }
}
