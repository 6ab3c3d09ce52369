package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import dev.minato.platform.Scope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;

/// A bounded group of tasks that hands over each task when it has ended, in the order of the ends (tokio's
/// `JoinSet`).
///
/// {@snippet file="dev/minato/examples/tasks/AskMany.java" region="collect"}
///
/// ```
///  spawn ──▶ runs ──▶ ended ──▶ next, all ──▶ join of the task: its result, or its failure
///           └── at most max tasks ──┘
/// ```
///
/// A task that fails does not touch the others. Its failure goes to whoever takes the task over; one that is
/// not taken over is logged at the close. Its tasks inherit the platform and the deadline of the scope in
/// which the collector was made, and run where they are started. Closing cancels what still runs and waits
/// for it. All methods may be called by any thread; each task goes to one of those who wait.
///
/// @param <T> what the tasks return
public final class TaskCollector<T> implements AutoCloseable {
    private final Scope scope = Scope.current();
    private final RunningTasks running = new RunningTasks(scope.platform().parker());
    private final int max;

    /// Guards what follows.
    private final Object lock = new Object();

    private final Queue<Task<T>> ended = new ArrayDeque<>();
    /// How many run, or have ended and were not taken over.
    private int held;

    TaskCollector(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max must be at least 1, not " + max);
        }
        this.max = max;
    }

    /// Starts a task.
    ///
    /// @throws IllegalStateException if `max` tasks run or were not taken over, or if this is closed; the
    ///     task was not started then
    public Task<T> spawn(Callable<T> body) {
        return spawn("", body);
    }

    /// Starts a task with a name, which its thread carries; as [#spawn(Callable)].
    public Task<T> spawn(String name, Callable<T> body) {
        var task = Task.unstarted(scope, name, body, this::ended);
        take();
        try {
            running.add(task);
            running.start(task, Placement.HERE);
        } catch (Throwable failed) {
            giveBack();
            throw failed;
        }
        return task;
    }

    private void take() {
        synchronized (lock) {
            if (held == max) {
                throw new IllegalStateException("at most " + max
                        + " tasks may run or wait to be taken over: take one over with next() before the next spawn");
            }
            held++;
        }
    }

    private void giveBack() {
        boolean none;
        synchronized (lock) {
            held--;
            none = held == 0;
        }
        if (none) {
            running.wake();
        }
    }

    private boolean ended(Task<T> task) {
        synchronized (lock) {
            ended.add(task);
        }
        running.remove(task);
        running.wake();
        return true;
    }

    /// Returns how many tasks run, or have ended and were not taken over.
    public int size() {
        synchronized (lock) {
            return held;
        }
    }

    /// Takes over the task that ended first of those that were not taken over yet, waiting for one to end;
    /// empty if there is none left to wait for.
    ///
    /// [Task#join()] of what it returns comes back at once. After a timeout or an interrupt nothing is lost.
    ///
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public Optional<Task<T>> next() throws InterruptedException, NetException {
        return next(Scope.current().deadline());
    }

    /// Waits for at most `timeout`; otherwise as [#next()]. A timeout that is zero or negative has passed:
    /// takes over what has ended.
    ///
    /// @throws NetException `TIMED_OUT` if the timeout comes first, `DEADLINE_EXCEEDED` if the deadline of the
    ///     caller's scope does
    public Optional<Task<T>> next(Duration timeout) throws InterruptedException, NetException {
        return next(Task.latest(timeout));
    }

    private Optional<Task<T>> next(long deadline) throws InterruptedException, NetException {
        Optional<Task<T>> next = poll();
        while (next.isEmpty() && size() > 0) {
            running.await(this::isWorthALook, deadline);
            next = poll();
        }
        return next;
    }

    private Optional<Task<T>> poll() {
        Optional<Task<T>> next;
        synchronized (lock) {
            next = Optional.ofNullable(ended.poll());
        }
        next.ifPresent(task -> {
            task.handOver();
            giveBack();
        });
        return next;
    }

    private boolean isWorthALook() {
        synchronized (lock) {
            return !ended.isEmpty() || held == 0;
        }
    }

    /// Takes over all tasks, in the order in which they ended, waiting until none runs.
    ///
    /// After a timeout or an interrupt none was taken over.
    ///
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public List<Task<T>> all() throws InterruptedException, NetException {
        running.awaitNone(Scope.current().deadline());
        return pollAll();
    }

    private List<Task<T>> pollAll() {
        List<Task<T>> all = new ArrayList<>();
        for (var task = poll(); task.isPresent(); task = poll()) {
            all.add(task.get());
        }
        return all;
    }

    /// Cancels all tasks that run now; see [Task#cancel]. They are taken over as others are.
    public void cancel() {
        running.cancel(Task::cancel);
    }

    /// Cancels what still runs, waits until all has ended as [#close] does, and takes over what was not taken over
    /// yet, which is then the caller's to look at.
    List<Task<T>> end() {
        running.close();
        return pollAll();
    }

    /// Cancels what still runs and waits until all has ended, without heeding an interrupt of the caller
    /// (whose flag stays set) or a deadline. No task can be started any more; what has ended can be taken
    /// over. Closing again does nothing.
    ///
    /// Throws nothing: a failure that was not taken over, and not joined, is logged once; see [Task].
    @Override
    public void close() {
        running.close();
        List<Task<T>> rest;
        synchronized (lock) {
            rest = List.copyOf(ended);
        }
        rest.forEach(Task::logUnjoined);
    }
}
