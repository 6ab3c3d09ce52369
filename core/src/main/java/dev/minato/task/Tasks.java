package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Expiry;
import dev.minato.platform.Placement;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.Parker;
import dev.minato.platform.wait.WaitCondition;
import dev.minato.platform.wait.WaitQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/// The entry point to tasks: starting them, bounding them in time, and pausing.
public final class Tasks {
    private Tasks() {}

    /// Starts a task on a virtual thread of its own; it runs until it ends, whoever started it.
    ///
    /// It keeps the platform of the caller, but neither its deadline nor its `ScopedValue`s. If it fails and
    /// nobody joins it, the failure is logged once; see [Task].
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

    /// Runs all `bodies` at once, each in a task of its own, and returns what the first to succeed returns.
    ///
    /// {@snippet file="dev/minato/examples/tasks/FastestServer.java" region="race"}
    ///
    /// The others are cancelled ([Task#cancel]) and waited for, before this returns or throws: a body that
    /// ignores the interrupt holds it up. What one of them returns all the same is closed if it is
    /// [AutoCloseable], unless it is the winner's object; a failure of that close is logged. What a body opens
    /// and does not return is its own to close. A failure is of interest only if all fail.
    ///
    /// The tasks inherit the platform and the deadline of the caller's scope, and run where this is called, as
    /// those of a [TaskGroup] do. An interrupt of the caller, and its deadline, cancel all, and what they
    /// returned is closed.
    ///
    /// @throws IllegalArgumentException if there is no body
    /// @throws ExecutionException if all failed, with what the first to fail threw as the cause, and what the
    ///     others threw suppressed
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public static <T> T race(List<? extends Callable<? extends T>> bodies)
            throws InterruptedException, ExecutionException, NetException {
        Objects.requireNonNull(bodies, "bodies");
        List<Callable<? extends T>> all = new ArrayList<>();
        bodies.forEach(body -> all.add(Objects.requireNonNull(body, "bodies")));
        if (all.isEmpty()) {
            throw new IllegalArgumentException("bodies must be at least 1, not 0");
        }
        return new Race<T>(all.size()).run(all);
    }

    /// A race of two; as [#race(List)].
    public static <T> T race(Callable<? extends T> one, Callable<? extends T> other)
            throws InterruptedException, ExecutionException, NetException {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        return race(List.<Callable<? extends T>>of(one, other));
    }

    /// Runs `body` so that every wait in it ends when `timeout` has passed: those of Minato, which fail with
    /// `DEADLINE_EXCEEDED`, and Java's own (`BlockingQueue.take`, `Thread.sleep`), since the thread is
    /// interrupted then.
    ///
    /// {@snippet file="dev/minato/examples/tasks/Deadline.java" region="deadline"}
    ///
    /// A timeout of zero or less has passed already: what need not wait in Minato still succeeds, and the
    /// thread is interrupted from the start. Too long to count (292 years) is no deadline.
    ///
    /// **What comes out.** Once the deadline has passed: what `body` returns; its own `DEADLINE_EXCEEDED`;
    /// such a failure, with the operation `wait`, in place of what an interrupt made it throw
    /// (`InterruptedException`, `ClosedByInterruptException`, `InterruptedIOException`, the kind
    /// `INTERRUPTED`, or whatever has one of these among its causes), with that as its cause; anything else
    /// it throws. Before: just what `body` does.
    ///
    /// **Whom it reaches.** Tasks of a [TaskGroup] that is made in `body` inherit the deadline and are
    /// interrupted, too; those of [#spawn] are not. The earliest of several deadlines counts. Code that
    /// neither waits nor looks at its interrupt flag is not stopped: a body that swallows the interrupt runs
    /// on, and its next wait in Minato fails, but not one of Java's.
    ///
    /// **The interrupt flag** is afterwards as it would be without the deadline: clear, unless the thread was
    /// interrupted before the deadline passed, its task was cancelled ([Task#cancel]) at any time, or an outer
    /// deadline has passed as well. Only a `Thread.interrupt` from outside that comes after the deadline has
    /// passed, and before this returns, is absorbed.
    ///
    /// An interrupt closes the `FileChannel` that the thread is using, for all who share it
    /// (`InterruptibleChannel`). So a file that tasks share belongs to a thread that nobody interrupts, or to
    /// a `FileInputStream`.
    ///
    /// @param <T> what `body` returns
    /// @param <X> what `body` throws besides a [NetException]
    /// @throws NetException `DEADLINE_EXCEEDED`, or what `body` throws
    public static <T, X extends Throwable> T withDeadline(Duration timeout, BoundedCall<? extends T, X> body)
            throws X, NetException {
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(body, "body");
        Scope outer = Scope.current();
        Scope scope = outer.until(Expiry.after(outer.platform().parker().now(), timeout));
        if (scope.expiry().at() == Deadline.NEVER) {
            return body.call();
        }
        // The deadline that a scope has inherited interrupts the threads that have entered it.
        boolean entered = scope.expiry().equals(outer.expiry()) && DeadlineRun.isEntered();
        return entered ? DeadlineRun.callWithin(scope, body) : DeadlineRun.call(scope, body);
    }

    /// As [#withDeadline], for a body without a result.
    public static <X extends Throwable> void runWithDeadline(Duration timeout, BoundedAction<X> body)
            throws X, NetException {
        Objects.requireNonNull(body, "body");
        Done _ = Tasks.<Done, X>withDeadline(timeout, () -> {
            body.run();
            return Done.DONE;
        });
    }

    /// Pauses the calling thread for at least `duration`. One of zero or less is no pause, but an interrupted
    /// thread is told.
    ///
    /// @throws InterruptedException if the thread is interrupted before or during the pause; its flag is then
    ///     cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the scope comes first
    public static void sleep(Duration duration) throws InterruptedException, NetException {
        Scope scope = Scope.current();
        Parker parker = scope.platform().parker();
        long nanos = Deadline.nanos(Objects.requireNonNull(duration, "duration"));
        if (nanos > 0) {
            long end = Deadline.after(parker.now(), nanos);
            Outcome outcome = pause(parker, Math.min(end, scope.deadline()));
            if (outcome != Outcome.TIMED_OUT || scope.deadline() < end) {
                WaitFailure.check(outcome, "sleep");
            }
        }
        if (!scope.isExpired() && Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static Outcome pause(Parker parker, long until) {
        var queue = new WaitQueue(parker);
        try {
            return queue.await(new Handle(), until, WaitCondition.NEVER);
        } finally {
            queue.close();
        }
    }
}
