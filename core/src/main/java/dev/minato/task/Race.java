package dev.minato.task;

import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A race of several bodies, of which the first success is wanted; see [Tasks#race(List)].
///
/// ```
///  all start ──▶ one returns a value: it wins ─┐
///          └───▶ all fail                      ├─▶ the rest is cancelled and waited for;
///          └───▶ the caller's wait ends        ┘   what it returns all the same is closed
/// ```
///
/// @param <T> what the bodies return
final class Race<T> {
    private final TaskCollector<T> tasks;
    private final List<Throwable> failures = new ArrayList<>();

    /// A race of so many bodies.
    Race(int size) {
        tasks = TaskGroup.collecting(size);
    }

    /// Runs all and returns what the first to succeed returned.
    T run(List<? extends Callable<? extends T>> bodies) throws InterruptedException, ExecutionException, NetException {
        @Nullable T won = null;
        try {
            bodies.forEach(body -> tasks.spawn(body::call));
            won = firstToSucceed().join();
            return won;
        } catch (NetException ended) {
            throw withFailures(ended.withOperation("race"));
        } catch (InterruptedException interrupted) {
            throw withFailures(interrupted);
        } finally {
            endAndLog(won);
        }
    }

    /// The end of the caller's wait tells what the bodies failed with, before it and by it.
    private <X extends Throwable> X withFailures(X ended) {
        for (Task<T> cancelled : end(null)) {
            cancelled.failure().ifPresent(failures::add);
        }
        failures.forEach(ended::addSuppressed);
        return ended;
    }

    private Task<T> firstToSucceed() throws InterruptedException, ExecutionException, NetException {
        for (var ended = tasks.next(); ended.isPresent(); ended = tasks.next()) {
            Optional<Throwable> failure = ended.get().failure();
            if (failure.isEmpty()) {
                return ended.get();
            }
            failures.add(failure.get());
        }
        Scope scope = Scope.current();
        if (scope.isExpired()) {
            // It has ended the last of them, before it ended the wait for them.
            throw scope.failure(Outcome.TIMED_OUT, "race");
        }
        throw allFailed();
    }

    private ExecutionException allFailed() {
        var failure = new ExecutionException(failures.getFirst());
        failures.subList(1, failures.size()).forEach(failure::addSuppressed);
        return failure;
    }

    private void endAndLog(@Nullable Object won) {
        for (Task<T> loser : end(won)) {
            loser.failure()
                    .filter(_ -> !loser.endedByCancel())
                    .ifPresent(failure -> FailureLog.logLost(loser.name(), failure));
        }
    }

    private List<Task<T>> end(@Nullable Object won) {
        List<Task<T>> losers = tasks.end();
        losers.forEach(loser -> loser.ifSucceeded(value -> closeUnless(won, value, loser.name())));
        return losers;
    }

    /// Closes what a loser returned, unless the winner returned the same object.
    @SuppressWarnings("ReferenceEquality") // the same object, not an equal one
    private static void closeUnless(@Nullable Object won, @Nullable Object value, String task) {
        if (value == won || !(value instanceof AutoCloseable resource)) {
            return;
        }
        try {
            resource.close();
        } catch (Throwable failed) {
            // Nobody else would hear of it, and the other losers' are to be closed as well.
            FailureLog.logUnclosed(task, failed);
        }
    }
}
