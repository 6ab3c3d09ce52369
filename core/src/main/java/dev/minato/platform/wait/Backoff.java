package dev.minato.platform.wait;

/// Back-off that ends early when the handle it is for is closed.
public final class Backoff {
    private final WaitQueue queue;

    public Backoff(Parker parker) {
        this.queue = new WaitQueue(parker);
    }

    /// Waits until then: true if that time has come, false if `handle` was closed or the thread interrupted.
    public boolean pause(Handle handle, long until) {
        Waiter waiter = queue.join(handle);
        try {
            return waiter.park(until) == Outcome.TIMED_OUT;
        } finally {
            queue.leave(waiter, true);
        }
    }

    public void end(Handle handle) {
        queue.close(handle);
    }
}
