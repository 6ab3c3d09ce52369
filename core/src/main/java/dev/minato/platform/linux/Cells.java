package dev.minato.platform.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/// Small pieces of native memory that sockets need for their calls, cut from slabs and used again.
///
/// A slab is never given back: the memory follows the largest number of sockets that were open at once.
final class Cells {
    private static final int IN_A_SLAB = 256;

    private final Deque<Cell> free = new ArrayDeque<>();

    /// One socket's piece. Each half belongs to whoever is in a call in that direction.
    ///
    /// ```
    ///  0 errno:i32  4 length:i32  8 address:28  36 (pad)     reading
    /// 40 errno:i32 44 length:i32 48 address:28  76 (pad)     writing
    /// ```
    static final class Cell {
        static final int SIZE = 80;

        final Half reading;
        final Half writing;

        Cell(MemorySegment memory) {
            reading = new Half(memory.asSlice(0, SIZE / 2));
            writing = new Half(memory.asSlice(SIZE / 2, SIZE / 2));
        }
    }

    /// The memory of one call.
    static final class Half {
        static final int SIZE = 40;

        final MemorySegment errno;
        final MemorySegment length;
        final MemorySegment address;

        Half(MemorySegment memory) {
            errno = memory.asSlice(0, 4);
            length = memory.asSlice(4, 4);
            address = memory.asSlice(8);
        }
    }

    synchronized Cell take() {
        if (free.isEmpty()) {
            MemorySegment slab = Arena.global().allocate((long) IN_A_SLAB * Cell.SIZE, 8);
            for (int i = 0; i < IN_A_SLAB; i++) {
                free.push(new Cell(slab.asSlice((long) i * Cell.SIZE, Cell.SIZE)));
            }
        }
        return free.pop();
    }

    synchronized void release(Cell cell) {
        free.push(cell);
    }
}
