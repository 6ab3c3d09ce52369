package dev.minato.platform.linux.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.minato.error.NetException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/// The buffers that the kernel receives into, in the order in which they are given.
///
/// ```
///  ring     taken by the kernel ─▶ ·  ·  [id] [id] [id]  ·  ◀─ given, tail stored with release
///  memory   SIZE bytes each, a cache line apart so that their beginnings are not all in one set
/// ```
///
/// Where none is left, a receive ends at once with ENOBUFS, and a read asks the kernel itself. Giving is confined to
/// the loop's thread.
final class ProvidedBuffers {
    static final int SIZE = 4 * 1024;
    private static final int STRIDE = SIZE + 64;
    static final int COUNT = 1024;
    private static final VarHandle TAIL = JAVA_SHORT.varHandle();

    private final Arena arena = Arena.global();
    private final MemorySegment ring = arena.allocate((long) COUNT * RingAbi.BUF_SIZE, 4096);
    private final MemorySegment memory = arena.allocate((long) COUNT * STRIDE, 64);
    private final long base = memory.address();
    private final ByteBuffer bytes = memory.asByteBuffer();
    private int tail;

    ProvidedBuffers(Ring of) throws NetException {
        try (var confined = Arena.ofConfined()) {
            MemorySegment registration = confined.allocate(RingAbi.BUF_REG_SIZE, 8);
            registration.set(JAVA_LONG, RingAbi.BUF_REG_RING_ADDR, ring.address());
            registration.set(JAVA_INT, RingAbi.BUF_REG_RING_ENTRIES, COUNT);
            of.register(RingAbi.IORING_REGISTER_PBUF_RING, registration, 1);
        }
        for (int i = 0; i < COUNT; i++) {
            give(i);
        }
    }

    /// Gives a buffer to the kernel.
    void give(int id) {
        long at = (long) (tail & COUNT - 1) * RingAbi.BUF_SIZE;
        ring.set(JAVA_LONG, at, base + (long) id * STRIDE);
        ring.set(JAVA_INT, at + RingAbi.BUF_LEN, SIZE);
        ring.set(JAVA_SHORT, at + RingAbi.BUF_BID, (short) id);
        TAIL.setRelease(ring, RingAbi.BUF_RING_TAIL, (short) ++tail);
    }

    /// Copies a part of a buffer to the position of `into`, which stays.
    void copy(int id, int at, ByteBuffer into, int length) {
        into.put(into.position(), bytes, id * STRIDE + at, length);
    }
}
