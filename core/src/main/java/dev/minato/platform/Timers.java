package dev.minato.platform;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The deadlines of waiters, in a heap that one daemon thread looks after.
///
/// A wait that ends in time leaves its entry where it is: the thread finds it later, asks the waiter for the
/// deadline it has by then, and moves the entry there or drops it. So a socket with a timeout costs one heap
/// operation a timeout, not one a wait.
final class Timers {
    private final Parking parking;
    private Waiter[] heap = new Waiter[64];
    private int size;
    private @Nullable Thread thread;

    Timers(Parking parking) {
        this.parking = parking;
    }

    /// Sees to it that the waiter's deadline is looked at in time.
    void schedule(Waiter waiter) {
        // Dekker with the timer thread, which first takes the note away and then looks at the deadline.
        if (waiter.timerAt > waiter.deadline()) {
            insert(waiter);
        }
    }

    void forget(Waiter waiter) {
        if (waiter.timerAt != Deadline.NEVER) {
            synchronized (this) {
                remove(waiter);
            }
        }
    }

    private void insert(Waiter waiter) {
        Thread earlier;
        synchronized (this) {
            long at = waiter.deadline();
            if (waiter.timerAt <= at) {
                return;
            }
            remove(waiter);
            add(waiter, at);
            earlier = heap[0] == waiter ? started() : null;
        }
        if (earlier != null) {
            LockSupport.unpark(earlier);
        }
    }

    private Thread started() {
        Thread running = thread;
        if (running == null) {
            running = Thread.ofPlatform().daemon().name("minato-timer").unstarted(() -> LastResort.guard(this::run));
            thread = running;
            running.start();
        }
        return running;
    }

    private void run() {
        for (; ; ) {
            long now = parking.now();
            Waiter due = takeDue(now);
            if (due == null) {
                long first = firstAt();
                if (first == Deadline.NEVER) {
                    LockSupport.park(this);
                } else if (first > now) {
                    LockSupport.parkNanos(this, first - now);
                }
            } else if (due.expire(now) != Deadline.NEVER) {
                insert(due);
            }
        }
    }

    private synchronized @Nullable Waiter takeDue(long now) {
        if (size == 0 || heap[0].timerAt > now) {
            return null;
        }
        Waiter due = heap[0];
        remove(due);
        return due;
    }

    private synchronized long firstAt() {
        return size == 0 ? Deadline.NEVER : heap[0].timerAt;
    }

    private void add(Waiter waiter, long at) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        waiter.timerAt = at;
        up(waiter, size++);
    }

    private void remove(Waiter waiter) {
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
