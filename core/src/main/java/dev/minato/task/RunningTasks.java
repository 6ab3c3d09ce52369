package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The tasks of a group that run, and the wait for their ends.
///
/// A task is in the set before its first step, so that each cancel reaches it, and until its owner has seen to
/// its end.
final class RunningTasks {
    private final Set<Task<?>> running = new LinkedHashSet<>();
    private final Handle handle = new Handle();
    private final WaitQueue ends;
    private final WaitCondition none = () -> count() == 0;
    private boolean closed;

    RunningTasks(Parker parker) {
        this.ends = new WaitQueue(parker);
    }

    /// Takes in a task that is to be started.
    ///
    /// @throws IllegalStateException once this is closed
    void add(Task<?> task) {
        synchronized (running) {
            if (closed) {
                throw new IllegalStateException("the group is closed");
            }
            running.add(task);
        }
    }

    /// Starts a task that was added; one that cannot be started is not in the set any more.
    void start(Task<?> task, Placement placement) {
        try {
            task.start(placement);
        } catch (Throwable failed) {
            remove(task);
            throw failed;
        }
    }

    /// Takes out a task that has ended, and wakes those who wait for the last one.
    void remove(Task<?> task) {
        boolean last;
        synchronized (running) {
            running.remove(task);
            last = running.isEmpty();
        }
        if (last) {
            ends.wakeAll();
        }
    }

    int count() {
        synchronized (running) {
            return running.size();
        }
    }

    /// Applies a cancel to each task that runs now.
    void cancel(Consumer<Task<?>> cancel) {
        List<Task<?>> all;
        synchronized (running) {
            all = List.copyOf(running);
        }
        all.forEach(cancel);
    }

    /// Waits until none runs.
    void awaitNone(long deadline) throws InterruptedException, NetException {
        await(none, deadline);
    }

    /// Waits until the condition holds, of which [#wake] tells those who wait.
    void await(WaitCondition condition, long deadline) throws InterruptedException, NetException {
        while (!condition.holds()) {
            WaitFailure.check(ends.await(handle, deadline, condition), "join");
        }
    }

    /// Wakes all that wait, so that they look again.
    void wake() {
        ends.wakeAll();
    }

    /// Cancels what still runs and waits until all has ended, without heeding interrupts or a deadline. Nothing
    /// can be added any more.
    void close() {
        synchronized (running) {
            closed = true;
        }
        cancel(Task::cancel);
        ends.awaitUninterruptibly(handle, none);
    }
}
