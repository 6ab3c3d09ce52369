package dev.minato.platform.wait;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The deadlines of entries, in a heap that belongs to one daemon thread. Nobody shares a lock with that
/// thread: entries reach it through an [Inbox], and it waits for nobody.
///
/// A wait that ends in time leaves its entry where it is: the thread finds it later, asks the waiter for the
/// deadline that it has by then, and moves the entry there or drops it. So a socket with a timeout costs one
/// heap operation a timeout, not one a wait.
///
/// ```
///  a waiting thread                       the timer thread
///  ----------------                       ----------------
///  deadline = …                           take an entry out of heap or inbox (timerAt = NEVER, next = null)
///  timerAt later?  into the inbox         read its deadline, put it there
///  wakesAt later?  unpark the thread      wakesAt = the first deadline
///                                         inbox empty?  park
/// ```
///
/// On either line pair each writes before it reads, so at least one of them sees what the other did.
final class Timers {
    /// The value of `wakesAt` while the thread runs and will look into the inbox before it parks.
    private static final long AWAKE = Long.MIN_VALUE;

    /// After so many forgotten entries the thread is woken to let go of them.
    private static final int FORGOTTEN_BATCH = 256;

    private final Parker parker;
    private final Inbox<TimerEntry> inbox = new Inbox<>();
    private final TimerHeap heap = new TimerHeap();
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final AtomicInteger forgotten = new AtomicInteger();
    private final String name;
    private volatile long wakesAt = Deadline.NEVER;

    /// @param name what its thread is called
    Timers(Parker parker, String name) {
        this.parker = parker;
        this.name = name;
    }

    /// Schedules the deadline of the entry.
    void schedule(TimerEntry entry) {
        long at = entry.deadline();
        if (entry.timerAt > at) {
            inbox.add(entry);
            if (at < wakesAt) {
                LockSupport.unpark(started());
            }
        }
    }

    /// Cancels the timer of an entry that is never used again.
    void forget(TimerEntry entry) {
        entry.forget();
        if (entry.isIn() || entry.timerAt != Deadline.NEVER) {
            inbox.add(entry);
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
        Thread mine = Thread.ofPlatform().daemon().name(name).unstarted(() -> LastResort.guard(this::run));
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

    private void accept(TimerEntry entry) {
        long at = entry.deadline();
        if (at != TimerEntry.FORGOTTEN && at < entry.timerAt) {
            heap.put(entry, at);
        }
        // Who forgets it meanwhile sees `timerAt`, or is seen here.
        if (entry.deadline() == TimerEntry.FORGOTTEN) {
            heap.remove(entry);
        }
    }

    private void expireDue(long now) {
        while (!heap.isEmpty() && heap.first().timerAt <= now) {
            TimerEntry due = heap.first();
            heap.remove(due);
            long next = due.expire(now);
            if (next != Deadline.NEVER) {
                heap.put(due, next);
            }
        }
    }
}
