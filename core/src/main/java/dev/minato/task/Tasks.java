package dev.minato.task;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/// The entry point to tasks: starting them, bounding them in time, and pausing.
public final class Tasks {
    private Tasks() {}

    /// Starts a task on a virtual thread of its own; it runs until it ends, whoever started it.
    ///
    /// It keeps the platform of the caller, but neither its deadline nor its `ScopedValue`s. If it fails and nobody
    /// joins it, the failure is logged once; see [Task].
    public static Task<?> spawn(Action action) {
        return spawn(Done.after(Objects.requireNonNull(action, "action")));
    }

    /// Starts a task with a name, which its thread carries and its failure is logged with; as [#spawn(Action)].
    public static Task<?> spawn(String name, Action action) {
        return spawn(name, Done.after(Objects.requireNonNull(action, "action")));
    }

    /// Starts a task that has a result; as [#spawn(Action)].
    public static <T> Task<T> spawn(Callable<T> body) {
        return spawn("", body);
    }

    /// Starts a task with a name that has a result; as [#spawn(String, Action)].
    public static <T> Task<T> spawn(String name, Callable<T> body) {
        return start(name, Placement.NEXT, body);
    }

    /// Starts a task that computes: never on a loop, whose connections it would hold up. Otherwise as
    /// [#spawn(Callable)].
    public static <T> Task<T> compute(Callable<T> body) {
        return compute("", body);
    }

    /// Starts a task with a name that computes; as [#compute(Callable)].
    public static <T> Task<T> compute(String name, Callable<T> body) {
        return start(name, Placement.COMPUTE, body);
    }

    private static <T> Task<T> start(String name, Placement placement, Callable<T> body) {
        var task = Task.unstarted(Scope.current().withoutDeadline(), name, body, _ -> false);
        task.start(placement);
        return task;
    }

    /// Runs `body` so that every wait in it ends when `timeout` has passed, with `TIMED_OUT`.
    ///
    /// The innermost of several deadlines counts if it is the earliest. Tasks of a [TaskGroup] inherit it,
    /// those of [#spawn] do not. Code that does not wait is not stopped by it. A timeout that is zero or
    /// negative has passed: what need not wait still succeeds.
    ///
    /// {@snippet file="dev/minato/examples/tasks/Deadline.java" region="deadline"}
    ///
    /// @return what `body` returns
    /// @throws Exception what `body` throws
    public static <T> T withDeadline(Duration timeout, Callable<T> body) throws Exception {
        Objects.requireNonNull(body, "body");
        Scope scope = Scope.current();
        long nanos = Deadline.left(timeout);
        return scope.until(Deadline.after(scope.platform().parker().now(), nanos))
                .call(body::call);
    }

    /// Pauses the calling thread for at least `duration`; returns at once if it is not positive.
    ///
    /// `TIMED_OUT` if the deadline of the scope comes first.
    ///
    /// @throws InterruptedException if the thread is interrupted before or during the pause; its flag is then
    ///     cleared
    public static void sleep(Duration duration) throws InterruptedException, NetException {
        Scope scope = Scope.current();
        Parker parker = scope.platform().parker();
        long nanos = Deadline.nanos(Objects.requireNonNull(duration, "duration"));
        if (nanos <= 0) {
            checkInterrupt();
            return;
        }
        long end = Deadline.after(parker.now(), nanos);
        pause(parker, Math.min(end, scope.deadline()));
        if (scope.deadline() < end) {
            throw NetException.of(ErrorKind.TIMED_OUT, "sleep");
        }
    }

    private static void pause(Parker parker, long until) throws InterruptedException {
        var queue = new WaitQueue(parker);
        try {
            if (queue.await(new Handle(), until, WaitCondition.NEVER) == Outcome.INTERRUPTED) {
                checkInterrupt();
            }
        } finally {
            queue.close();
        }
    }

    /// Throws if the calling thread is interrupted, and clears the flag, as Java's own waits do.
    static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
