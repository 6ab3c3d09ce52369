package dev.minato.platform.wait;

import java.util.Arrays;

/// A binary heap of entries by [TimerEntry#timerAt], owned by one thread. Each entry knows its place, so that
/// moving or removing one costs the logarithm of the size.
@SuppressWarnings("ReferenceEquality") // an entry is one object
final class TimerHeap {
    private TimerEntry[] heap = new TimerEntry[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /// The entry that is due first; there must be one.
    TimerEntry first() {
        return heap[0];
    }

    /// Puts the entry in, or moves it, to be due `at`.
    void put(TimerEntry entry, long at) {
        remove(entry);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        entry.timerAt = at;
        up(entry, size++);
    }

    /// Takes the entry out; no-op if it is not in.
    void remove(TimerEntry entry) {
        int hole = entry.timerIndex;
        if (hole < 0) {
            return;
        }
        entry.timerIndex = -1;
        entry.timerAt = Deadline.NEVER;
        TimerEntry last = heap[--size];
        clear(size);
        if (last != entry) {
            down(last, hole);
            if (heap[hole] == last) {
                up(last, hole);
            }
        }
    }

    @SuppressWarnings("NullAway") // the part of the heap beyond its size is empty
    private void clear(int index) {
        heap[index] = null;
    }

    private void up(TimerEntry entry, int from) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent].timerAt <= entry.timerAt) {
                break;
            }
            place(heap[parent], at);
            at = parent;
        }
        place(entry, at);
    }

    private void down(TimerEntry entry, int from) {
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1].timerAt < heap[child].timerAt) {
                child++;
            }
            if (heap[child].timerAt >= entry.timerAt) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(entry, at);
    }

    private void place(TimerEntry entry, int index) {
        heap[index] = entry;
        entry.timerIndex = index;
    }
}
