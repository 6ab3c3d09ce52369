package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import dev.minato.platform.Scope;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/// Tasks that do not outlive the block they are started in, and that succeed or fail together: the first
/// failure cancels the rest, and [#join()] throws it.
///
/// {@snippet file="dev/minato/examples/tasks/Proxy.java" region="group"}
///
/// ```
///                 a task fails                    join throws it
///  tasks run ──────────────────▶ all cancelled ──────────────────▶ close
///      │                                                            cancels and waits for what still runs,
///      └── leaving the block, by its end or by an exception ──────▶ logs a failure that nobody joined
/// ```
///
/// **A failure** is whatever a task throws, also if that task was joined on its own. What cancelling causes is
/// none: an `InterruptedException`, or a [NetException] of the kind `INTERRUPTED`, of a task that was
/// cancelled, by the group or by [Task#cancel]. The code of the block itself is not interrupted: what is to
/// end with the group, such as an accept loop, is a task of it.
///
/// **Three kinds of groups.** This one is for parts of one thing, such as the two directions of a proxy. The
/// tasks of an [#isolated] group have nothing to do with each other, such as the connections of a server.
/// [#collecting] hands over outcomes one by one, such as those of a thousand requests, ten at a time.
///
/// Tasks inherit the platform and the deadline of the scope in which the group was made. The group keeps
/// nothing of a task that has ended, a few failures aside. All methods may be called by any thread; `join`
/// and `close` not by a task of the group, which would wait for itself.
public final class TaskGroup implements AutoCloseable {
    private final Scope scope = Scope.current();
    private final RunningTasks running = new RunningTasks(scope.platform().parker());
    private final GroupFailures failures = new GroupFailures();
    private final boolean isolated;

    /// An empty group whose first failure cancels the rest. Its tasks run where they are started, where the
    /// platform has places: near the data they share.
    public TaskGroup() {
        this(false);
    }

    private TaskGroup(boolean isolated) {
        this.isolated = isolated;
    }

    /// An empty group whose tasks do not touch each other, such as the connections of a server.
    ///
    /// A failure goes to whoever joins that task, or is logged (see [Task]); [#join()] waits and throws no
    /// `ExecutionException`. Its tasks are spread over the platform's places in turn.
    public static TaskGroup isolated() {
        return new TaskGroup(true);
    }

    /// An empty group that hands over the outcomes of its tasks in the order in which they end.
    ///
    /// @param max how many tasks may run or wait to be taken over
    /// @throws IllegalArgumentException if `max` is not at least 1
    public static <T> TaskCollector<T> collecting(int max) {
        return new TaskCollector<>(max);
    }

    /// Starts a task in the group.
    ///
    /// In a group that has failed it is cancelled from its first step on: its first wait ends, and what it was
    /// given to close is closed.
    ///
    /// @throws IllegalStateException if the group is closed; the task was not started then
    public Task<?> spawn(Action action) {
        return spawn(Done.after(Objects.requireNonNull(action, "action")));
    }

    /// Starts a task with a name, which its thread carries; as [#spawn(Action)].
    public Task<?> spawn(String name, Action action) {
        return spawn(name, Done.after(Objects.requireNonNull(action, "action")));
    }

    /// Starts a task that has a result; as [#spawn(Action)].
    public <T> Task<T> spawn(Callable<T> body) {
        return spawn("", body);
    }

    /// Starts a task with a name that has a result; as [#spawn(String, Action)].
    public <T> Task<T> spawn(String name, Callable<T> body) {
        var task = Task.unstarted(scope, name, body, this::ended);
        running.add(task);
        // After the add: the failure of another task finds it in the set, or is seen here.
        failures.first().ifPresent(task::cancel);
        running.start(task, isolated ? Placement.NEXT : Placement.HERE);
        return task;
    }

    private boolean ended(Task<?> task) {
        if (isolated || task.failure().isEmpty() || task.endedByCancel()) {
            running.remove(task);
            return !isolated;
        }
        return failed(task, task.failure().get());
    }

    /// Keeps the failure before the task leaves the set, so that whoever waits for the last one finds it.
    private boolean failed(Task<?> task, Throwable failure) {
        boolean kept = failures.add(task);
        running.remove(task);
        if (failures.isFirst(task)) {
            running.cancel(each -> each.cancel(failure));
        }
        return kept;
    }

    /// Returns how many tasks run.
    public int size() {
        return running.count();
    }

    /// Waits until no task of the group runs; at once if there is none. Tasks may be started meanwhile.
    ///
    /// Throws the first failure once all have ended, also those that were cancelled for its sake; again each
    /// time. After a timeout or an interrupt the tasks run on, and can be joined again.
    ///
    /// @throws ExecutionException if a task failed, with what the first one threw as the cause, and what the
    ///     next ones threw, at most 15, suppressed; never of an isolated group
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public void join() throws InterruptedException, ExecutionException, NetException {
        join(Scope.current().deadline());
    }

    /// Waits for at most `timeout`; otherwise as [#join()]. A timeout that is zero or negative has passed:
    /// returns, or throws the failure, if all have ended.
    ///
    /// @throws NetException `TIMED_OUT` if the timeout comes first, `DEADLINE_EXCEEDED` if the deadline of the
    ///     caller's scope does
    public void join(Duration timeout) throws InterruptedException, ExecutionException, NetException {
        join(Task.latest(timeout));
    }

    private void join(long deadline) throws InterruptedException, ExecutionException, NetException {
        running.awaitNone(deadline);
        failures.throwFirst();
    }

    /// Cancels all tasks that run now; see [Task#cancel]. A task belongs to them from its first step on, also
    /// before the `spawn` that started it has come back. That is no failure: the group is used as before.
    public void cancel() {
        running.cancel(Task::cancel);
    }

    /// Cancels what still runs and waits until all has ended, without heeding an interrupt of the caller (whose
    /// flag stays set) or a deadline. No task can be started any more. Closing again does nothing.
    ///
    /// Throws nothing: a failure that nobody joined, by the task or by the group, is logged once; see [Task].
    @Override
    public void close() {
        running.close();
        failures.logRest();
    }
}
