package dev.minato.task;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Placement;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A piece of code that runs on a virtual thread of its own, and its result.
///
/// ```
///  RUNNING ──▶ returned a value ──▶ join returns it, each time
///          └─▶ threw            ──▶ join throws it, each time; joined by nobody within a second: logged once
/// ```
///
/// What is logged goes through the `System.Logger` of this class: at WARNING; at DEBUG if the peer just went
/// away (`BROKEN_PIPE`, `CONNECTION_RESET`, `CLOSED`) or the task was cancelled; at ERROR, and at once, for an
/// `Error`. Of what the network does, such as `TIMED_OUT`, that is one line, and the stack is logged at DEBUG.
///
/// All methods may be called by any thread.
///
/// @param <T> what it returns
public final class Task<T> {
    private static final System.Logger LOGGER = System.getLogger(Task.class.getName());
    private static final String MESSAGE = "a task failed and nobody joined it";

    /// The task that a thread runs.
    private static final ScopedValue<Task<?>> CURRENT = ScopedValue.newInstance();

    private final Scope scope;
    private final Callable<T> body;
    private final Consumer<Task<T>> onEnd;
    private final Handle handle = new Handle();
    private final WaitQueue joining;

    private volatile @Nullable Thread thread;
    private final AtomicInteger cancels = new AtomicInteger();
    private volatile boolean joined;
    private volatile @Nullable Result<T> result;

    private sealed interface Result<T> {
        record Value<T>(T value) implements Result<T> {}

        record Failure<T>(Throwable thrown) implements Result<T> {}
    }

    private Task(Scope scope, Callable<T> body, Consumer<Task<T>> onEnd) {
        this.scope = scope;
        this.body = body;
        this.onEnd = onEnd;
        this.joining = new WaitQueue(scope.platform().parker());
    }

    /// Starts a task in `scope`; `onEnd` is called by its thread once it has ended.
    static <T> Task<T> start(Scope scope, Placement placement, Callable<T> body, Consumer<Task<T>> onEnd) {
        var task = new Task<>(scope, body, onEnd);
        scope.platform().start(task::run, placement);
        return task;
    }

    /// Waits for the task to end and returns its result.
    ///
    /// After a timeout or an interrupt the task runs on, and can be joined again.
    ///
    /// @throws ExecutionException if the task failed, with what it threw as the cause
    /// @throws InterruptedException if the calling thread is interrupted; its flag is then cleared
    /// @throws NetException `DEADLINE_EXCEEDED` if the deadline of the caller's scope comes first
    public T join() throws InterruptedException, ExecutionException, NetException {
        Result<T> ended = result;
        while (ended == null) {
            await();
            ended = result;
        }
        return switch (ended) {
            case Result.Value<T>(T value) -> value;
            case Result.Failure<T>(Throwable thrown) -> {
                joined = true;
                joining.wakeAll();
                throw new ExecutionException(thrown);
            }
        };
    }

    private void await() throws InterruptedException, NetException {
        Outcome outcome = joining.await(handle, Scope.current().deadline(), this::isFinished);
        joining.trim();
        Tasks.check(outcome, "join");
    }

    /// Whether it has ended, with a result or a failure.
    public boolean isFinished() {
        return result != null;
    }

    /// Interrupts the task, so that its present or next wait ends; does not wait for it. Nothing happens to a
    /// task that has ended. A task that does not wait, or ignores interrupts, runs on.
    public void cancel() {
        cancels.incrementAndGet();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        thread = Thread.currentThread();
        if (cancels.get() > 0) {
            Thread.currentThread().interrupt();
        }
        ScopedValue.where(CURRENT, this).run(() -> scope.run(this::runBody));
    }

    /// How often the task was cancelled that the calling thread runs; 0 if it runs none.
    static int cancelsOfCurrent() {
        Task<?> current = CURRENT.isBound() ? CURRENT.get() : null;
        // The threads of a StructuredTaskScope inherit the value, and are no task.
        return current != null && current.thread == Thread.currentThread() ? current.cancels.get() : 0;
    }

    private void runBody() {
        Result<T> ended;
        try {
            ended = new Result.Value<>(result());
        } catch (Throwable thrown) {
            ended = new Result.Failure<>(thrown);
        }
        thread = null;
        result = ended;
        joining.wakeAll();
        onEnd.accept(this);
        if (ended instanceof Result.Failure<T>(Throwable thrown)) {
            reportUnlessJoined(thrown);
        }
    }

    private T result() throws Exception {
        return scope.expiry().at() == Deadline.NEVER ? body.call() : DeadlineRun.call(scope, body::call);
    }

    private void reportUnlessJoined(Throwable thrown) {
        System.Logger.Level level = level(thrown);
        if (LOGGER.isLoggable(level) && (thrown instanceof Error || !joinedSoon())) {
            log(level, thrown);
        }
    }

    /// A log may fail as well, such as one that has to open a file when there are no descriptors.
    private static void log(System.Logger.Level level, Throwable thrown) {
        try {
            if (isOfNetwork(thrown)) {
                LOGGER.log(level, MESSAGE + ": " + thrown.getMessage());
                LOGGER.log(System.Logger.Level.DEBUG, MESSAGE, thrown);
            } else {
                LOGGER.log(level, MESSAGE, thrown);
            }
        } catch (Throwable unlogged) {
            thrown.addSuppressed(unlogged);
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, thrown);
        }
    }

    /// Returns whether a stack would tell nothing: it is a warning, and the peer's or the network's doing.
    private static boolean isOfNetwork(Throwable thrown) {
        return thrown instanceof NetException failure
                && switch (failure.kind()) {
                    case TIMED_OUT,
                            DEADLINE_EXCEEDED,
                            CONNECTION_REFUSED,
                            CONNECTION_ABORTED,
                            HOST_UNREACHABLE,
                            NETWORK_UNREACHABLE,
                            NETWORK_DOWN,
                            HOST_NOT_FOUND -> true;
                    default -> false;
                };
    }

    private static System.Logger.Level level(Throwable thrown) {
        return switch (thrown) {
            case Error _ -> System.Logger.Level.ERROR;
            case InterruptedException _ -> System.Logger.Level.DEBUG;
            case NetException failure ->
                switch (failure.kind()) {
                    case BROKEN_PIPE, CONNECTION_RESET, CLOSED, INTERRUPTED -> System.Logger.Level.DEBUG;
                    default -> System.Logger.Level.WARNING;
                };
            default -> System.Logger.Level.WARNING;
        };
    }

    /// Gives those who started the task a second to join it; interrupts are for the body, which has ended.
    private boolean joinedSoon() {
        long until = scope.platform().parker().now() + 1_000_000_000L;
        Outcome outcome = Outcome.WOKEN;
        while (!joined && outcome != Outcome.TIMED_OUT) {
            Thread.interrupted();
            outcome = joining.await(handle, until, () -> joined);
        }
        return joined;
    }
}
