package dev.minato.platform.wait;

import org.jspecify.annotations.Nullable;

/// A queue of threads that wait for one event, FIFO.
///
/// Each direction of a socket has one, and so has everything else that is waited for: the end of a task, a
/// permit, a pause. [#await] is the whole protocol of a wait, by which no wakeup is lost:
///
/// ```
///  a waiting thread                        whoever makes the condition hold
///  ----------------                        --------------------------------
///  join the queue                          make it hold
///  condition holds?  yes: WOKEN            wake the first waiter, or all
///        no: park until woken, CLOSED,
///            TIMED_OUT or INTERRUPTED
///  TIMED_OUT, and it holds now?  WOKEN
///  leave; pass an unused wakeup on
/// ```
///
/// Whichever of the two looks second sees what the other did.
///
/// Its lock is a [SpinLock], because event loops, pollers and the timer take it, too. The first waiter is kept
/// and used again, so a thread that waits again and again allocates nothing. Safe for use by any number of
/// threads.
public final class WaitQueue extends SpinLock {
    private final Parker parker;
    private volatile @Nullable Waiter head;
    private @Nullable Waiter tail;
    private @Nullable Waiter spare;
    private int size;
    private boolean closed;

    /// An empty queue of threads that stop as `parker` says.
    public WaitQueue(Parker parker) {
        this.parker = parker;
    }

    /// Returns the time of the clock that deadlines refer to, in nanoseconds.
    public long now() {
        return parker.now();
    }

    /// Blocks on behalf of `owner` until there is a wakeup or the condition holds, the deadline passes, the
    /// thread is interrupted, or the owner or the queue is closed.
    ///
    /// A condition that holds wins over a deadline that has passed: a thread that was not run for a long time
    /// finds what came meanwhile.
    public Outcome await(Handle owner, long deadline, WaitCondition condition) {
        Waiter waiter = join(owner);
        boolean used = false;
        try {
            Outcome outcome = condition.holds() && waiter.isWaiting() ? Outcome.WOKEN : waiter.park(deadline);
            if (outcome == Outcome.TIMED_OUT && condition.holds()) {
                outcome = Outcome.WOKEN;
            }
            used = outcome == Outcome.WOKEN;
            return outcome;
        } finally {
            leave(waiter, used);
        }
    }

    /// Blocks until the condition holds, ignoring interrupts: the flag is set again afterwards. Whoever makes
    /// it hold calls [#wakeAll]; neither `owner` nor the queue may be closed.
    public void awaitUninterruptibly(Handle owner, WaitCondition condition) {
        while (!condition.holds()) {
            Waiter waiter = join(owner);
            try {
                if (!condition.holds()) {
                    waiter.parkUninterruptibly();
                }
            } finally {
                leave(waiter, true);
            }
        }
    }

    /// Puts the calling thread at the end of the queue, on behalf of `owner`.
    ///
    /// In a closed queue, or for a closed owner, the wait is over before it begins: [Waiter#park] says CLOSED.
    Waiter join(Handle owner) {
        Waiter waiter = joinWithSpare(owner);
        return waiter == null ? join(new Waiter(parker), owner) : waiter;
    }

    private @Nullable Waiter joinWithSpare(Handle owner) {
        acquire();
        try {
            Waiter waiter = spare;
            if (waiter != null) {
                spare = null;
                begin(waiter, owner);
            }
            return waiter;
        } finally {
            release();
        }
    }

    private Waiter join(Waiter waiter, Handle owner) {
        acquire();
        try {
            begin(waiter, owner);
            return waiter;
        } finally {
            release();
        }
    }

    private void begin(Waiter waiter, Handle owner) {
        waiter.begin();
        waiter.owner = owner;
        link(waiter);
        if (closed || owner.isClosed()) {
            waiter.close();
            unlink(waiter);
        }
    }

    /// Takes the calling thread's waiter out. If it was woken and `used` is false, the next one is woken
    /// instead.
    void leave(Waiter waiter, boolean used) {
        boolean passWakeup;
        boolean forget;
        acquire();
        try {
            unlink(waiter);
            waiter.owner = null;
            passWakeup = waiter.end() && !used;
            forget = closed || spare != null;
            if (!forget) {
                spare = waiter;
            }
        } finally {
            release();
        }
        if (forget) {
            parker.forget(waiter);
        }
        if (passWakeup) {
            wakeOne();
        }
    }

    /// Wakes the thread that has waited longest; false if none waits.
    public boolean wakeOne() {
        while (head != null) {
            Waiter first = takeFirst();
            if (first != null && first.wake()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Waiter takeFirst() {
        acquire();
        try {
            Waiter first = head;
            if (first != null) {
                unlink(first);
            }
            return first;
        } finally {
            release();
        }
    }

    /// Wakes all that wait now; who joins meanwhile, such as one of them who waits again, may be left waiting.
    public void wakeAll() {
        for (int left = size(); left > 0 && wakeOne(); left--) {}
    }

    private int size() {
        acquire();
        try {
            return size;
        } finally {
            release();
        }
    }

    /// Ends with CLOSED the waits that came through `owner`, which the caller has closed.
    public void close(Handle owner) {
        closeAll(owner);
    }

    /// Ends all waits, now and from now on, with CLOSED.
    public void close() {
        acquire();
        try {
            closed = true;
        } finally {
            release();
        }
        trim();
        closeAll(null);
    }

    private void closeAll(@Nullable Handle owner) {
        for (Waiter ended = closeFirst(owner); ended != null; ended = closeFirst(owner)) {
            parker.unpark(ended);
        }
    }

    /// Lets go of the waiter that is kept for the next wait, when there will probably be none.
    public void trim() {
        Waiter kept;
        acquire();
        try {
            kept = spare;
            spare = null;
        } finally {
            release();
        }
        if (kept != null) {
            parker.forget(kept);
        }
    }

    /// Whether nobody waits.
    public boolean isEmpty() {
        return head == null;
    }

    /// Ends the first wait of `owner`, or of anybody, that nothing else has ended; nothing if there is none.
    private @Nullable Waiter closeFirst(@Nullable Handle owner) {
        if (head == null) {
            return null;
        }
        acquire();
        try {
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
        } finally {
            release();
        }
    }

    private void link(Waiter waiter) {
        waiter.previous = tail;
        waiter.next = null;
        if (tail == null) {
            head = waiter;
        } else {
            tail.next = waiter;
        }
        tail = waiter;
        size++;
    }

    private void unlink(Waiter waiter) {
        if (waiter.next == waiter) {
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
        waiter.next = waiter;
        size--;
    }
}
