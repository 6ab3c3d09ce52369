package dev.minato.net;

import dev.minato.platform.Handle;
import dev.minato.platform.Outcome;
import dev.minato.platform.Parking;
import dev.minato.platform.WaitQueue;
import dev.minato.platform.Waiter;

/// Back-off that ends early when the handle it is for is closed.
final class Pauses {
    private final WaitQueue queue;

    Pauses(Parking parking) {
        this.queue = new WaitQueue(parking);
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
