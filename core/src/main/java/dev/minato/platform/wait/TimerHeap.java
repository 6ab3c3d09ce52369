package dev.minato.platform.wait;

import java.util.Arrays;

/// A binary heap of waiters by [Waiter#timerAt], owned by one thread. Each waiter knows its place, so that
/// moving or removing one costs the logarithm of the size.
final class TimerHeap {
    private Waiter[] heap = new Waiter[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /// The waiter that is due first; there must be one.
    Waiter first() {
        return heap[0];
    }

    /// Puts the waiter in, or moves it, to be due `at`.
    void put(Waiter waiter, long at) {
        remove(waiter);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        waiter.timerAt = at;
        up(waiter, size++);
    }

    /// Takes the waiter out; no-op if it is not in.
    void remove(Waiter waiter) {
        int hole = waiter.timerIndex;
        if (hole < 0) {
            return;
        }
        waiter.timerIndex = -1;
        waiter.timerAt = Deadline.NEVER;
        Waiter last = heap[--size];
        clear(size);
        if (last != waiter) {
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

    private void up(Waiter waiter, int from) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent].timerAt <= waiter.timerAt) {
                break;
            }
            place(heap[parent], at);
            at = parent;
        }
        place(waiter, at);
    }

    private void down(Waiter waiter, int from) {
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1].timerAt < heap[child].timerAt) {
                child++;
            }
            if (heap[child].timerAt >= waiter.timerAt) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(waiter, at);
    }

    private void place(Waiter waiter, int index) {
        heap[index] = waiter;
        waiter.timerIndex = index;
    }
}
