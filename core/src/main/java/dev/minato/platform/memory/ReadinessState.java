package dev.minato.platform.memory;

import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.platform.wait.Watcher;
import dev.minato.platform.wait.Watchers;

/// The waiters and watchers of one side of a [MemoryPipe]: those who read, or those who write.
///
/// Level-triggered: whether the side is ready is what the pipe says at that moment. The pipe changes first and
/// wakes second, a waiter joins first and looks second, so no wakeup is lost.
final class ReadinessState {
    private final WaitQueue waiting;
    private final Watchers watchers = new Watchers();
    private final WaitCondition ready;

    /// @param ready whether a try on this side may succeed or fail; must be readable without a lock
    ReadinessState(Parker parker, WaitCondition ready) {
        this.waiting = new WaitQueue(parker);
        this.ready = ready;
    }

    boolean isReady() {
        return ready.holds();
    }

    /// Tells the watchers and wakes the first waiter, after a change that made the side ready.
    void event() {
        watchers.tellAll();
        waiting.wakeOne();
    }

    /// Wakes the next waiter if the side is still ready; cheap if nobody waits.
    void passWakeup() {
        if (!waiting.isEmpty() && isReady()) {
            waiting.wakeOne();
        }
    }

    /// Wakes all waiters and watchers, for a change that concerns each of them.
    void wakeAll() {
        waiting.wakeAll();
        watchers.tellAll();
    }

    /// Blocks on behalf of `handle` until the side is ready.
    Outcome await(Handle handle, long deadline) {
        return waiting.await(handle, deadline, ready);
    }

    /// Has `watcher` told of the next event; true, and not, if the side is ready already.
    boolean watch(Watcher watcher) {
        watchers.add(watcher);
        if (isReady()) {
            watchers.remove(watcher);
            return true;
        }
        return false;
    }

    void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /// Ends with CLOSED the waits that came through `handle`.
    void abandon(Handle handle) {
        waiting.close(handle);
        watchers.tellAll();
    }

    /// Ends all waits with CLOSED.
    void close() {
        waiting.close();
        watchers.tellAll();
    }
}
