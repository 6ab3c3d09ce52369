package dev.minato.net;

import dev.minato.platform.wait.Condition;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Inbox;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The ready queue of a [ReadinessSet]: filled by the platform's threads without a lock, drained in one batch.
///
/// Draining costs as much as there is to take, however many are watched.
///
/// @param <T> what stands in it
final class ReadyQueue<T> implements Condition {
    private final WaitQueue waiting;
    private final Inbox<Registration<T>> queue = new Inbox<>();
    private final AtomicBoolean woken = new AtomicBoolean();

    ReadyQueue(Parker parker) {
        this.waiting = new WaitQueue(parker);
    }

    /// At the end of the queue; wakes one who waits.
    void add(Registration<T> arrived) {
        queue.add(arrived);
        waiting.wakeOne();
    }

    /// Ends one wait, or the next one, for nothing.
    void wake() {
        woken.set(true);
        waiting.wakeOne();
    }

    /// Whether [#wake] was called since this was asked last.
    boolean takeWake() {
        return woken.get() && woken.getAndSet(false);
    }

    /// All that stand in the queue and were not cancelled.
    List<Registration<T>> takeAll() {
        if (queue.isEmpty()) {
            return List.of();
        }
        var taken = new ArrayList<Registration<T>>();
        queue.drain(each -> {
            if (each.collect()) {
                taken.add(each);
            }
        });
        return taken;
    }

    /// Whether there may be something to take.
    @Override
    public boolean holds() {
        return woken.get() || !queue.isEmpty();
    }

    /// Waits until there may be something to take.
    Outcome await(Handle handle, long until) {
        return waiting.await(handle, until, this);
    }

    /// Ends all waits, now and from now on, with CLOSED.
    void close() {
        waiting.close();
    }
}
