package dev.minato.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The failed tasks of a fail-fast group, in the order in which they failed: the first, and some of the later
/// ones.
///
/// ```
///  add ──▶ throwFirst hands all over, each time
///      └─▶ logRest logs those that nobody got, once
/// ```
final class GroupFailures {
    /// How many are kept; those beyond log themselves, as tasks that belong to nothing do.
    static final int MAX_KEPT = 16;

    private final List<Task<?>> failed = new ArrayList<>();
    private volatile @Nullable Throwable first;

    /// Adds a task that failed; returns whether it is kept.
    synchronized boolean add(Task<?> task) {
        if (first == null) {
            first = thrownBy(task);
        }
        return failed.size() < MAX_KEPT && failed.add(task);
    }

    /// Returns what the first one threw; empty if none failed.
    Optional<Throwable> first() {
        return Optional.ofNullable(first);
    }

    /// Returns whether that is the task that failed first.
    synchronized boolean isFirst(Task<?> task) {
        return failed.getFirst() == task;
    }

    /// Throws the first failure, with the later ones suppressed; nothing if none failed.
    ///
    /// The suppressed ones are not put into the first itself: two tasks may have thrown the same object, and
    /// one that is shared is not ours to change.
    void throwFirst() throws ExecutionException {
        List<Task<?>> all = all();
        if (all.isEmpty()) {
            return;
        }
        var failure = new ExecutionException(thrownBy(all.getFirst()));
        for (Task<?> later : all.subList(1, all.size())) {
            failure.addSuppressed(thrownBy(later));
        }
        all.forEach(Task::handOver);
        throw failure;
    }

    /// Logs each failure that nobody got.
    void logRest() {
        all().forEach(Task::logUnjoined);
    }

    private synchronized List<Task<?>> all() {
        return List.copyOf(failed);
    }

    private static Throwable thrownBy(Task<?> task) {
        return task.failure().orElseThrow();
    }
}
