package dev.minato.platform.wait;

/// The pauses of a back-off: each ends early when the handle that it is for is closed.
public final class Backoff {
    private final WaitQueue queue;

    /// Pauses by the clock of `parker`.
    public Backoff(Parker parker) {
        this.queue = new WaitQueue(parker);
    }

    /// Blocks until then; false if `handle` was closed or the thread interrupted before.
    public boolean pause(Handle handle, long until) {
        return queue.await(handle, until, Condition.NEVER) == Outcome.TIMED_OUT;
    }

    /// Ends the pauses for `handle`, which the caller has closed.
    public void end(Handle handle) {
        queue.close(handle);
    }
}
