package dev.minato.platform.linux.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// The short sends that tasks of one loop queue in a round, each with its bytes, its address, and its result.
///
/// ```
///  a slot     address:128 | bytes:SIZE       the address is that of a datagram, if it has one
/// ```
///
/// None is under way longer than the round: the kernel takes what it can at once, and says so. Confined to the
/// loop's thread.
public final class GatheredSends {
    /// The longest send that is gathered.
    public static final int SIZE = 4 * 1024;

    /// The result of a send that is not complete.
    public static final int PENDING = Integer.MIN_VALUE;

    static final int COUNT = 256;
    private static final int ADDRESS = 128;
    private static final int STRIDE = ADDRESS + SIZE;

    private final MemorySegment memory = Arena.global().allocate((long) COUNT * STRIDE, 64);
    private final ByteBuffer bytes = memory.asByteBuffer();
    private final long base = memory.address();
    private final MemorySegment[] addresses = new MemorySegment[COUNT];
    private final int[] results = new int[COUNT];
    private final int[] free = new int[COUNT];
    private int freeCount = COUNT;

    GatheredSends() {
        for (int i = 0; i < COUNT; i++) {
            free[i] = COUNT - 1 - i;
            addresses[i] = memory.asSlice((long) i * STRIDE, ADDRESS);
        }
    }

    /// Whether there is room for one more.
    public boolean hasRoom() {
        return freeCount > 0;
    }

    /// The memory for the address of the send that is taken next. Called after [#hasRoom].
    public MemorySegment addressOfNext() {
        return addresses[free[freeCount - 1]];
    }

    /// Copies the next `length` bytes, whose position stays; returns their slot. Called after [#hasRoom].
    public int take(ByteBuffer from, int length) {
        int slot = free[freeCount - 1];
        bytes.put(slot * STRIDE + ADDRESS, from, from.position(), length);
        freeCount--;
        results[slot] = PENDING;
        return slot;
    }

    MemorySegment addressOf(int slot) {
        return addresses[slot];
    }

    long bytesOf(int slot) {
        return base + (long) slot * STRIDE + ADDRESS;
    }

    void completed(int slot, int result) {
        results[slot] = result;
    }

    /// How many bytes were sent, or the negative errno; [#PENDING] before the round.
    public int result(int slot) {
        return results[slot];
    }

    /// Frees a slot whose send is complete.
    public void give(int slot) {
        free[freeCount++] = slot;
    }
}
