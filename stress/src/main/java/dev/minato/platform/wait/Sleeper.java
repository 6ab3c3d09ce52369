package dev.minato.platform.wait;

import java.lang.invoke.MethodHandles;

/// A thread that sleeps in a queue since before a test began, without the thread: what it would do when it is
/// woken, an actor or the arbiter does. A third party for a test of two actors.
public final class Sleeper {
    private final WaitQueue queue;
    private final Waiter waiter;

    /// Falls asleep in the queue of `owner`, which calls it `waiting`.
    public Sleeper(Object owner) {
        try {
            Class<?> type = owner.getClass();
            var waiting = MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findVarHandle(type, "waiting", WaitQueue.class);
            queue = (WaitQueue) waiting.get(owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
        waiter = queue.join(new Handle());
    }

    /// Whether it was woken.
    public boolean isWoken() {
        return !waiter.isWaiting();
    }

    /// Gets up, to use what it was woken for.
    public void leave() {
        queue.leave(waiter, true);
    }
}
