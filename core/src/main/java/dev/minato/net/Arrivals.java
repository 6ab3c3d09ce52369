package dev.minato.net;

import dev.minato.platform.Handle;
import dev.minato.platform.Outcome;
import dev.minato.platform.Parking;
import dev.minato.platform.WaitQueue;
import dev.minato.platform.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Where what became ready stands in a queue until somebody takes it, all at once.
///
/// Taking costs as much as there is to take, however many are watched.
///
/// @param <T> what stands in it
final class Arrivals<T> {
    private final WaitQueue waiting;
    private final Deque<Watched<T>> queue = new ArrayDeque<>();
    private boolean woken;

    Arrivals(Parking parking) {
        this.waiting = new WaitQueue(parking);
    }

    /// At the end of the queue; wakes one who waits.
    void add(Watched<T> arrived) {
        synchronized (this) {
            queue.add(arrived);
        }
        waiting.wakeOne();
    }

    /// Ends one wait, or the next one, for nothing.
    void wake() {
        synchronized (this) {
            woken = true;
        }
        waiting.wakeOne();
    }

    /// Whether [#wake] was called since this was asked last.
    synchronized boolean takeWake() {
        boolean was = woken;
        woken = false;
        return was;
    }

    /// All that stand in the queue and were not cancelled.
    synchronized List<Watched<T>> takeAll() {
        var taken = new ArrayList<Watched<T>>(queue.size());
        for (Watched<T> first = queue.poll(); first != null; first = queue.poll()) {
            if (first.collect()) {
                taken.add(first);
            }
        }
        return taken;
    }

    private synchronized boolean isAny() {
        return woken || !queue.isEmpty();
    }

    /// Waits until there may be something to take.
    Outcome await(Handle handle, long until) {
        Waiter waiter = waiting.join(handle);
        boolean used = false;
        try {
            Outcome outcome = isAny() && waiter.isWaiting() ? Outcome.WOKEN : waiter.park(until);
            used = outcome == Outcome.WOKEN;
            return outcome;
        } finally {
            waiting.leave(waiter, used);
        }
    }

    /// Ends all waits, now and from now on, with CLOSED.
    void close() {
        waiting.close();
    }
}
