package dev.minato.schedules;

import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitQueue;

/// What one thread tells all others, once.
final class Signal {
    private final WaitQueue queue;
    private final Handle handle = new Handle();
    private volatile boolean raised;

    Signal(Parker parker) {
        queue = new WaitQueue(parker);
    }

    void raise() {
        raised = true;
        queue.wakeAll();
    }

    void await() {
        while (!raised) {
            queue.await(handle, Deadline.NEVER, () -> raised);
        }
    }

    void awaitUninterruptibly() {
        queue.awaitUninterruptibly(handle, () -> raised);
    }
}
