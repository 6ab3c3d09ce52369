package dev.minato.task;

import dev.minato.atomic.VarHandles;
import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A piece of code that runs on a virtual thread of its own, and its result.
///
/// ```
///  RUNNING ──▶ returned a value ──▶ join returns it, each time
///          └─▶ threw            ──▶ join throws it, each time; joined by nobody within a second: logged once
/// ```
///
/// What is logged names the task and goes through the `System.Logger` of this class: at WARNING; at DEBUG if
/// the peer just went away (`BROKEN_PIPE`, `CONNECTION_RESET`, `CLOSED`) or the task was cancelled; at ERROR,
/// and at once, for an `Error`. Of what the network does, such as `TIMED_OUT`, that is one line, and the
/// stack is logged at DEBUG. The failures of a fail-fast [TaskGroup] and of a [TaskCollector] are theirs:
/// they log at their close what nobody joined.
///
/// **A task inherits the platform of its starter, in a group also the deadline, and no `ScopedValue` of the
/// program.** What it is to have of them is captured before it starts, and bound again in it:
///
/// {@snippet file="dev/minato/examples/tasks/RequestId.java" region="inherit"}
///
/// All methods may be called by any thread.
///
/// @param <T> what it returns; `?` for a task without a result
public final class Task<T> {
    /// The task that a thread runs.
    private static final ScopedValue<Task<?>> CURRENT = ScopedValue.newInstance();

    /// Those who join; never closed.
    private static final Handle JOINING = new Handle();

    private static final VarHandle CANCELS = VarHandles.ofField(MethodHandles.lookup(), "cancels", int.class);

    private final Scope scope;
    private final Callable<T> body;
    private final TaskOwner<T> owner;
    private final WaitQueue joining;

    private volatile String name;
    private volatile @Nullable Thread thread;
    private volatile int cancels;
    private volatile @Nullable Throwable cancelCause;
    private volatile boolean joined;
    private volatile @Nullable Result<T> result;

    private sealed interface Result<T> {
        record Value<T>(T value) implements Result<T> {}

        record Failure<T>(Throwable thrown) implements Result<T> {}
    }

    private Task(Scope scope, String name, Callable<T> body, TaskOwner<T> owner) {
        this.scope = scope;
        this.name = Objects.requireNonNull(name, "name");
        this.body = Objects.requireNonNull(body, "body");
        this.owner = owner;
        this.joining = new WaitQueue(scope.platform().parker());
    }

    /// Returns a task that [#start] will run in `scope`, unnamed if the name is empty.
    static <T> Task<T> unstarted(Scope scope, String name, Callable<T> body, TaskOwner<T> owner) {
        return new Task<>(scope, name, body, owner);
    }

    /// Starts it; what was cancelled before is interrupted from its first step on. Called once.
    void start(Placement placement) {
        nameAfter(scope.platform().start(this::run, placement));
    }

    /// Returns the name that it was started with, and that its thread has; without one, the name that the
    /// platform gave to its thread, such as `minato-task-17`.
    public String name() {
        return name;
    }

    /// Waits for the task to end and returns its result.
    ///
    /// After a timeout or an interrupt the task runs on, and can be joined again.
    ///
    /// @throws ExecutionException if the task failed, with what it threw as the cause; if it ended because its
    ///     [TaskGroup] failed, with the group's failure suppressed
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public T join() throws InterruptedException, ExecutionException, NetException {
        return join(Scope.current().deadline());
    }

    /// Waits for the task to end for at most `timeout`, and returns its result; otherwise as [#join()]. A
    /// timeout that is zero or negative has passed: what has ended is returned.
    ///
    /// @throws NetException `TIMED_OUT` if the timeout comes first, `DEADLINE_EXCEEDED` if the deadline of the
    ///     caller's scope does
    public T join(Duration timeout) throws InterruptedException, ExecutionException, NetException {
        return join(latest(timeout));
    }

    private T join(long deadline) throws InterruptedException, ExecutionException, NetException {
        Result<T> ended = result;
        while (ended == null) {
            await(deadline);
            ended = result;
        }
        return switch (ended) {
            case Result.Value<T>(T value) -> value;
            case Result.Failure<T>(Throwable thrown) -> {
                handOver();
                throw failureOf(thrown);
            }
        };
    }

    private void await(long deadline) throws InterruptedException, NetException {
        Outcome outcome = joining.await(JOINING, deadline, this::isFinished);
        joining.trim();
        WaitFailure.check(outcome, "join");
    }

    /// Returns when a wait of the caller for at most `timeout` ends, in the time of its scope.
    static long latest(Duration timeout) {
        Scope scope = Scope.current();
        long nanos = Deadline.left(timeout);
        return Math.min(
                scope.deadline(), Deadline.after(scope.platform().parker().now(), nanos));
    }

    private ExecutionException failureOf(Throwable thrown) {
        var failure = new ExecutionException(thrown);
        Throwable cause = cancelCause;
        if (cause != null && Cancellation.isEffect(thrown)) {
            failure.addSuppressed(cause);
        }
        return failure;
    }

    /// Whether it has ended, with a result or a failure.
    public boolean isFinished() {
        return result != null;
    }

    /// Interrupts the task, so that its present or next wait ends; does not wait for it. Nothing happens to a
    /// task that has ended. A task that does not wait, or ignores interrupts, runs on.
    public void cancel() {
        CANCELS.getAndAdd(this, 1);
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Cancels it for the sake of a failure elsewhere, which whoever joins it is to see as well.
    void cancel(Throwable cause) {
        cancelCause = cause;
        cancel();
    }

    /// Returns what it threw; empty while it runs, and if it returned a value.
    Optional<Throwable> failure() {
        return result instanceof Result.Failure<T>(Throwable thrown) ? Optional.of(thrown) : Optional.empty();
    }

    /// Hands over what it returned; does nothing while it runs, and if it failed.
    void ifSucceeded(Consumer<? super T> action) {
        if (result instanceof Result.Value<T>(T value)) {
            action.accept(value);
        }
    }

    /// Whether it ended as a task does that was cancelled.
    boolean endedByCancel() {
        return cancels > 0 && failure().filter(Cancellation::isEffect).isPresent();
    }

    /// Its outcome has found somebody: a failure is not logged any more.
    void handOver() {
        joined = true;
        joining.wakeAll();
    }

    /// Logs its failure for the owner that answered for it, unless somebody has it; only once. An `Error` has
    /// been logged before.
    void logUnjoined() {
        Throwable thrown = failure().orElse(null);
        if (thrown != null
                && !joined
                && !(thrown instanceof Error)
                && !endedByCancel()
                && FailureLog.isLoggable(thrown)) {
            FailureLog.log(name(), thrown);
        }
        handOver();
    }

    private void run() {
        Thread self = Thread.currentThread();
        nameAfter(self);
        if (!name.equals(self.getName())) {
            self.setName(name);
        }
        thread = self;
        if (cancels > 0) {
            self.interrupt();
        }
        ScopedValue.where(CURRENT, this).run(() -> scope.run(this::runBody));
    }

    /// How often the task was cancelled that the calling thread runs; 0 if it runs none.
    @SuppressWarnings("ReferenceEquality") // threads have no equality of their own
    static int cancelsOfCurrent() {
        Task<?> current = CURRENT.isBound() ? CURRENT.get() : null;
        // The threads of a StructuredTaskScope inherit the value, and are no task.
        return current != null && current.thread == Thread.currentThread() ? current.cancels : 0;
    }

    /// Takes the thread's name if it has none of its own: in the thread, and where it is started, so that
    /// whoever asks finds one.
    private void nameAfter(Thread started) {
        if (name.isEmpty()) {
            name = started.getName();
        }
    }

    private void runBody() {
        Result<T> ended;
        try {
            // Not within `new`, which would hold an empty object while the body runs.
            T value = result();
            ended = new Result.Value<>(value);
        } catch (Throwable thrown) {
            ended = new Result.Failure<>(thrown);
        }
        thread = null;
        result = ended;
        joining.wakeAll();
        boolean answersForIt = owner.ended(this);
        if (ended instanceof Result.Failure<T>(Throwable thrown)) {
            report(thrown, answersForIt);
        }
    }

    private T result() throws Exception {
        return scope.expiry().at() == Deadline.NEVER ? body.call() : DeadlineRun.call(scope, body::call);
    }

    /// Logs a failure, unless somebody joins the task soon or its owner will log it; an `Error` at once.
    private void report(Throwable thrown, boolean answersForIt) {
        if (FailureLog.isLoggable(thrown) && (thrown instanceof Error || !(answersForIt || joinedSoon()))) {
            FailureLog.log(name(), thrown);
        }
    }

    /// Gives those who started the task a second to join it; interrupts are for the body, which has ended.
    private boolean joinedSoon() {
        long until = scope.platform().parker().now() + 1_000_000_000L;
        Outcome outcome = Outcome.WOKEN;
        while (!joined && outcome != Outcome.TIMED_OUT) {
            Thread.interrupted();
            outcome = joining.await(JOINING, until, () -> joined);
        }
        return joined;
    }
}
