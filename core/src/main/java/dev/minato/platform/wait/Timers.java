package dev.minato.platform.wait;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The deadlines of waiters, in a heap that belongs to one daemon thread. Nobody shares a lock with that thread:
/// waiters reach it through an [Inbox], and it waits for nobody.
///
/// A wait that ends in time leaves its entry where it is: the thread finds it later, asks the waiter for the
/// deadline that it has by then, and moves the entry there or drops it. So a socket with a timeout costs one
/// heap operation a timeout, not one a wait.
///
/// ```
///  a waiting thread                       the timer thread
///  ----------------                       ----------------
///  deadline = …                           take a waiter out of heap or inbox (timerAt = NEVER, next = null)
///  timerAt later?  into the inbox         read its deadline, put it there
///  wakesAt later?  unpark the thread      wakesAt = the first deadline
///                                         inbox empty?  park
/// ```
///
/// On either line pair each writes before it reads, so at least one of them sees what the other did.
final class Timers {
    /// The value of `wakesAt` while the thread runs and will look into the inbox before it parks.
    private static final long AWAKE = Long.MIN_VALUE;

    /// After so many forgotten waiters the thread is woken to let go of them.
    private static final int FORGOTTEN_BATCH = 256;

    private final Parker parker;
    private final Inbox<Waiter> inbox = new Inbox<>();
    private final TimerHeap heap = new TimerHeap();
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final AtomicInteger forgotten = new AtomicInteger();
    private volatile long wakesAt = Deadline.NEVER;

    Timers(Parker parker) {
        this.parker = parker;
    }

    /// Schedules the deadline of the waiter.
    void schedule(Waiter waiter) {
        long at = waiter.deadline();
        if (waiter.timerAt > at) {
            inbox.add(waiter);
            if (at < wakesAt) {
                LockSupport.unpark(started());
            }
        }
    }

    /// Cancels the timer of a waiter that is never used again.
    void forget(Waiter waiter) {
        if (waiter.timerAt != Deadline.NEVER) {
            waiter.forget();
            inbox.add(waiter);
            if (forgotten.incrementAndGet() % FORGOTTEN_BATCH == 0) {
                LockSupport.unpark(thread.get());
            }
        }
    }

    private Thread started() {
        Thread running = thread.get();
        return running == null ? start() : running;
    }

    private Thread start() {
        Thread mine = Thread.ofPlatform().daemon().name("minato-timer").unstarted(() -> LastResort.guard(this::run));
        Thread first = thread.compareAndExchange(null, mine);
        if (first != null) {
            return first;
        }
        try {
            mine.start();
        } catch (Throwable noThread) {
            thread.set(null);
            throw noThread;
        }
        return mine;
    }

    private void run() {
        for (; ; ) {
            wakesAt = AWAKE;
            inbox.drain(this::accept);
            expireDue(parker.now());
            long first = heap.isEmpty() ? Deadline.NEVER : heap.first().timerAt;
            wakesAt = first;
            if (inbox.isEmpty()) {
                park(first);
            }
        }
    }

    private void park(long until) {
        if (until == Deadline.NEVER) {
            LockSupport.park(this);
        } else {
            long left = until - parker.now();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    private void accept(Waiter waiter) {
        long at = waiter.deadline();
        if (at == Waiter.FORGOTTEN) {
            heap.remove(waiter);
        } else if (at < waiter.timerAt) {
            heap.put(waiter, at);
        }
    }

    private void expireDue(long now) {
        while (!heap.isEmpty() && heap.first().timerAt <= now) {
            Waiter due = heap.first();
            heap.remove(due);
            long next = due.expire(now);
            if (next != Deadline.NEVER) {
                heap.put(due, next);
            }
        }
    }
}
