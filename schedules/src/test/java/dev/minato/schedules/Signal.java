package dev.minato.schedules;

import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;

/// What one thread tells all others, once.
public final class Signal {
    private final WaitQueue queue;
    private final Handle handle = new Handle();
    private volatile boolean raised;

    public Signal(Parker parker) {
        queue = new WaitQueue(parker);
    }

    public void raise() {
        raised = true;
        queue.wakeAll();
    }

    public void await() {
        while (!raised) {
            queue.await(handle, Deadline.NEVER, () -> raised);
        }
    }

    public void awaitUninterruptibly() {
        queue.awaitUninterruptibly(handle, () -> raised);
    }
}
