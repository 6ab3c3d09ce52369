package dev.minato.platform.linux.ring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The operations of one ring that are under way, by slot. Confined to the loop's thread.
///
/// A slot is free again when its operation is complete, so no completion can find another one there.
final class OperationTable {
    private @Nullable RingOperation[] operations = new RingOperation[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used;

    int add(RingOperation operation) {
        if (operation.slot != RingOperation.IDLE) {
            throw new AssertionError("an operation that is under way");
        }
        int slot = freeCount > 0 ? free[--freeCount] : used++;
        if (slot == operations.length) {
            operations = Arrays.copyOf(operations, 2 * slot);
            free = Arrays.copyOf(free, 2 * slot);
        }
        operations[slot] = operation;
        operation.slot = slot;
        return slot;
    }

    RingOperation remove(int slot) {
        RingOperation operation = operations[slot];
        if (operation == null) {
            throw new AssertionError("a completion of nothing");
        }
        operations[slot] = null;
        operation.slot = RingOperation.IDLE;
        free[freeCount++] = slot;
        return operation;
    }
}
