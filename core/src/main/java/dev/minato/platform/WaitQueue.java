package dev.minato.platform;

import org.jspecify.annotations.Nullable;

/// Threads that wait for the same thing, first come, first woken.
///
/// Each direction of a socket has one, and so has everything else that is waited for: the end of a task, a
/// permit, a pause. The way to use it, so that no wake is lost:
///
/// ```java
/// Waiter waiter = queue.join(handle);          // from here on a wake is not missed
/// boolean used = false;
/// try {
///     if (!condition()) {                      // so look again, after joining
///         outcome = waiter.park(deadline);
///     }
///     used = ...                               // the caller goes on to use what it was woken for
/// } finally {
///     queue.leave(waiter, used);               // a wake that was not used goes to the next
/// }
/// ```
///
/// Its lock is held for a few instructions, never across a wait or a call to others. The first waiter is kept
/// and used again, so a thread that waits again and again allocates nothing. Safe for use by any number of
/// threads.
public final class WaitQueue {
    private final Parking parking;
    private volatile @Nullable Waiter head;
    private @Nullable Waiter tail;
    private @Nullable Waiter spare;
    private boolean closed;

    /// An empty queue of threads that stop as `parking` says.
    public WaitQueue(Parking parking) {
        this.parking = parking;
    }

    /// Puts the calling thread at the end of the queue, on behalf of `owner`.
    ///
    /// In a closed queue, or for a closed owner, the wait is over before it begins: [Waiter#park] says CLOSED.
    public synchronized Waiter join(Handle owner) {
        Waiter waiter = spare == null ? new Waiter(parking) : spare;
        spare = null;
        waiter.begin();
        waiter.owner = owner;
        link(waiter);
        if (closed || owner.isClosed()) {
            waiter.close();
            unlink(waiter);
        }
        return waiter;
    }

    /// Takes the calling thread's waiter out. If it was woken and `used` is false, the next one is woken
    /// instead.
    public void leave(Waiter waiter, boolean used) {
        boolean passOn;
        boolean forget;
        synchronized (this) {
            unlink(waiter);
            waiter.owner = null;
            passOn = waiter.end() && !used;
            forget = closed || spare != null;
            if (!forget) {
                spare = waiter;
            }
        }
        if (forget) {
            parking.forget(waiter);
        }
        if (passOn) {
            wakeOne();
        }
    }

    /// Wakes the thread that has waited longest; false if none waits.
    public boolean wakeOne() {
        for (; ; ) {
            Waiter first;
            synchronized (this) {
                first = head;
                if (first == null) {
                    return false;
                }
                unlink(first);
            }
            if (first.wake()) {
                return true;
            }
        }
    }

    /// Wakes all that wait now; who joins meanwhile, such as one of them who waits again, may be left waiting.
    public void wakeAll() {
        for (int left = size(); left > 0 && wakeOne(); left--) {}
    }

    private synchronized int size() {
        int size = 0;
        for (Waiter at = head; at != null; at = at.next) {
            size++;
        }
        return size;
    }

    /// Ends with CLOSED the waits that came through `owner`, which the caller has closed.
    public void close(Handle owner) {
        closeAll(owner);
    }

    /// Ends all waits, now and from now on, with CLOSED.
    public void close() {
        synchronized (this) {
            closed = true;
        }
        trim();
        closeAll(null);
    }

    private void closeAll(@Nullable Handle owner) {
        for (Waiter ended = closeFirst(owner); ended != null; ended = closeFirst(owner)) {
            parking.unpark(ended);
        }
    }

    /// Lets go of the waiter that is kept for the next wait, when there will probably be none.
    public void trim() {
        Waiter kept;
        synchronized (this) {
            kept = spare;
            spare = null;
        }
        if (kept != null) {
            parking.forget(kept);
        }
    }

    /// Whether nobody waits.
    public boolean isEmpty() {
        return head == null;
    }

    /// Ends the first wait of `owner`, or of anybody, that nothing else has ended; nothing if there is none.
    private synchronized @Nullable Waiter closeFirst(@Nullable Handle owner) {
        Waiter at = head;
        while (at != null) {
            Waiter after = at.next;
            if (owner == null || at.owner == owner) {
                unlink(at);
                if (at.close()) {
                    return at;
                }
            }
            at = after;
        }
        return null;
    }

    private void link(Waiter waiter) {
        waiter.previous = tail;
        if (tail == null) {
            head = waiter;
        } else {
            tail.next = waiter;
        }
        tail = waiter;
        waiter.queued = true;
    }

    private void unlink(Waiter waiter) {
        if (!waiter.queued) {
            return;
        }
        Waiter before = waiter.previous;
        Waiter after = waiter.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            tail = before;
        } else {
            after.previous = before;
        }
        waiter.previous = null;
        waiter.next = null;
        waiter.queued = false;
    }
}
