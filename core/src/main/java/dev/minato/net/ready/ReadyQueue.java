package dev.minato.net.ready;

import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Inbox;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// An MPSC queue of registrations that became ready: filled by the platform's threads without a lock, drained
/// in one batch.
///
/// Draining costs as much as there is to take, however many are watched.
///
/// @param <T> what a registration stands for
public final class ReadyQueue<T> implements WaitCondition {
    private final WaitQueue waiting;
    private final Inbox<WatchedDirection<T>> queue = new Inbox<>();
    private final AtomicBoolean woken = new AtomicBoolean();

    /// An empty queue.
    public ReadyQueue(Parker parker) {
        this.waiting = new WaitQueue(parker);
    }

    /// Adds to the end of the queue, and wakes one who waits.
    void add(WatchedDirection<T> registration) {
        queue.add(registration);
        waiting.wakeOne();
    }

    /// Ends one wait, or the next one, with nothing ready.
    public void wake() {
        woken.set(true);
        waiting.wakeOne();
    }

    /// Whether [#wake] was called since this was asked last.
    public boolean takeWake() {
        return woken.get() && woken.getAndSet(false);
    }

    /// Takes all that stand in the queue; those that were cancelled are left out.
    public List<WatchedDirection<T>> takeAll() {
        if (queue.isEmpty()) {
            return List.of();
        }
        var taken = new ArrayList<WatchedDirection<T>>();
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

    /// Blocks until there may be something to take.
    public Outcome await(Handle handle, long deadline) {
        return waiting.await(handle, deadline, this);
    }

    /// Ends all waits, now and from now on, with CLOSED.
    public void close() {
        waiting.close();
    }
}
