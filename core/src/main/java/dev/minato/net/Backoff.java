package dev.minato.net;

import dev.minato.platform.Handle;
import dev.minato.platform.Outcome;
import dev.minato.platform.Parker;
import dev.minato.platform.WaitQueue;
import dev.minato.platform.Waiter;

/// Back-off that ends early when the handle it is for is closed.
final class Backoff {
    private final WaitQueue queue;

    Backoff(Parker parker) {
        this.queue = new WaitQueue(parker);
    }

    /// Waits until then: true if that time has come, false if `handle` was closed or the thread interrupted.
    boolean pause(Handle handle, long until) {
        Waiter waiter = queue.join(handle);
        try {
            return waiter.park(until) == Outcome.TIMED_OUT;
        } finally {
            queue.leave(waiter, true);
        }
    }

    void end(Handle handle) {
        queue.close(handle);
    }
}
