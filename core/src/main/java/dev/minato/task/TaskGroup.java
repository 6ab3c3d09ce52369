package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Tasks that do not outlive the block they are started in: closing the group cancels what still runs and waits
/// for it.
///
/// {@snippet file="dev/minato/examples/tasks/Proxy.java" region="group"}
///
/// Its tasks inherit the platform and the deadline of the scope in which the group was made. A task that fails
/// does not touch the others; the failure goes to whoever joins that task, or is logged (see [Task]). The group
/// keeps nothing of a task that has ended. All methods may be called by any thread.
public final class TaskGroup implements AutoCloseable {
    private final Scope scope = Scope.current();
    private final Placement placement;
    private final Set<Task<?>> running = new LinkedHashSet<>();
    private final Handle handle = new Handle();
    private final WaitQueue joining = new WaitQueue(scope.platform().parker());
    private final WaitCondition nothingRuns = () -> size() == 0;
    private boolean closed;

    /// How many calls of `spawn` have not come back; how often all were cancelled, so that such a call knows
    /// whether its task was meant, too.
    private int starting;

    private int cancels;

    /// An empty group whose tasks run where they are started, where the platform has places: near the data they
    /// share.
    public TaskGroup() {
        this(Placement.HERE);
    }

    private TaskGroup(Placement placement) {
        this.placement = placement;
    }

    /// An empty group whose tasks are spread over the platform's places in turn, such as the connections of a
    /// server.
    public static TaskGroup spread() {
        return new TaskGroup(Placement.NEXT);
    }

    /// Starts a task in the group.
    ///
    /// @throws IllegalStateException if the group is closed; the task was not started then
    public Task<Done> spawn(Action action) {
        return spawn(action.thenDone());
    }

    /// Starts a task that has a result; as [#spawn(Action)].
    public <T> Task<T> spawn(Callable<T> body) {
        int before;
        synchronized (running) {
            if (closed) {
                throw new IllegalStateException("the group is closed");
            }
            starting++;
            before = cancels;
        }
        @Nullable Task<T> task = null;
        try {
            task = Task.start(scope, placement, body, this::ended);
            return task;
        } finally {
            started(task, before);
        }
    }

    /// Takes in a task that was started; nothing if it could not be.
    ///
    /// @param cancelsBefore how often all had been cancelled when its start began
    private void started(@Nullable Task<?> task, int cancelsBefore) {
        boolean cancel;
        synchronized (running) {
            starting--;
            // A task may have ended by now; then `ended` found nothing to take out, and it must not get in.
            if (task != null && !task.isFinished()) {
                running.add(task);
            }
            cancel = closed || cancels != cancelsBefore;
        }
        if (cancel && task != null) {
            task.cancel();
        }
        joining.wakeAll();
    }

    private void ended(Task<?> task) {
        synchronized (running) {
            running.remove(task);
        }
        joining.wakeAll();
    }

    /// Returns how many tasks run.
    public int size() {
        synchronized (running) {
            return running.size() + starting;
        }
    }

    /// Waits until no task of the group runs; at once if there is none. Tasks may be started meanwhile.
    ///
    /// After a timeout or an interrupt the tasks run on.
    ///
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public void join() throws InterruptedException, NetException {
        while (size() > 0) {
            Tasks.check(joining.await(handle, Scope.current().deadline(), nothingRuns), "join");
        }
    }

    /// Cancels all tasks that run now; see [Task#cancel]. A task belongs to them from its first step on, also
    /// before the `spawn` that started it has come back.
    public void cancel() {
        List<Task<?>> all;
        synchronized (running) {
            cancels++;
            all = List.copyOf(running);
        }
        all.forEach(Task::cancel);
    }

    /// Cancels what still runs and waits until all has ended, without heeding an interrupt of the caller (whose
    /// flag stays set) or a deadline. No task can be started any more. Closing again does nothing.
    @Override
    public void close() {
        synchronized (running) {
            closed = true;
        }
        cancel();
        joining.awaitUninterruptibly(handle, nothingRuns);
    }
}
