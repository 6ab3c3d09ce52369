package dev.minato.platform.wait;

import org.jspecify.annotations.Nullable;

/// The waiters of a [WaitQueue] beside its first, FIFO.
///
/// Its lock is a [SpinLock], because event loops, pollers and the timer take it, too. The last waiter that left
/// is kept and used again, so that threads that take turns allocate nothing.
final class WaiterList extends SpinLock {
    private volatile @Nullable Waiter head;
    private @Nullable Waiter tail;
    private @Nullable Waiter spare;
    private int size;

    boolean isEmpty() {
        return head == null;
    }

    int size() {
        acquire();
        try {
            return size;
        } finally {
            release();
        }
    }

    /// Takes the waiter that is kept; null for none.
    @Nullable
    Waiter takeSpare() {
        acquire();
        try {
            Waiter kept = spare;
            spare = null;
            return kept;
        } finally {
            release();
        }
    }

    /// Puts one that has begun at the end.
    void add(Waiter waiter) {
        acquire();
        try {
            link(waiter);
        } finally {
            release();
        }
    }

    /// Takes it out, if it is in.
    void remove(Waiter waiter) {
        acquire();
        try {
            unlink(waiter);
        } finally {
            release();
        }
    }

    /// Keeps one that is idle for the next wait; false if another is kept.
    boolean keep(Waiter idle) {
        acquire();
        try {
            if (spare != null) {
                return false;
            }
            spare = idle;
            return true;
        } finally {
            release();
        }
    }

    /// Takes the first out; null for none.
    @Nullable
    Waiter takeFirst() {
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

    /// Ends the first wait of `owner`, or of anybody, that nothing else has ended, and takes it out; null if there
    /// is none.
    @Nullable
    Waiter closeFirst(@Nullable Handle owner) {
        if (head == null) {
            return null;
        }
        acquire();
        try {
            Waiter at = head;
            while (at != null) {
                Waiter after = at.next;
                if (owner == null || at.isOf(owner)) {
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
