package dev.minato.activation;

import dev.minato.platform.Platform;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A beat of every event loop and poller of a platform, and the wait for all of them. For one thread; any may
/// close it.
final class Heartbeat {
    private final Platform platform;
    private final WaitQueue waiting;
    private final Handle handle = new Handle();
    private final AtomicInteger beats = new AtomicInteger();

    Heartbeat(Platform platform) {
        this.platform = platform;
        this.waiting = new WaitQueue(platform.parker());
    }

    /// Blocks until every loop has come round since the call; false once this is closed, or on an interrupt.
    boolean awaitAll() {
        beats.set(0);
        int all = platform.heartbeat(this::beat);
        Outcome outcome = Outcome.WOKEN;
        while (beats.get() < all && outcome == Outcome.WOKEN) {
            outcome = waiting.await(handle, Deadline.NEVER, () -> beats.get() >= all);
        }
        return outcome == Outcome.WOKEN;
    }

    private void beat() {
        beats.incrementAndGet();
        waiting.wakeAll();
    }

    /// Blocks for that long; false once this is closed, or on an interrupt.
    boolean pause(long nanos) {
        long until = Deadline.after(waiting.now(), nanos);
        return waiting.await(handle, until, () -> false) == Outcome.TIMED_OUT;
    }

    void close() {
        if (handle.close()) {
            waiting.close();
        }
    }
}
