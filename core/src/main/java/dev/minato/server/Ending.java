package dev.minato.server;

import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.task.TaskGroup;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/// Bounded waits for the ends of the tasks of an isolated group.
final class Ending {
    private Ending() {}

    /// Blocks until none runs, for at most `timeout`; false if some do. An interrupt ends the wait, its flag stays
    /// set; so does the deadline of the caller's scope.
    static boolean await(TaskGroup tasks, Duration timeout) {
        try {
            tasks.join(timeout);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (NetException timedOut) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("an isolated group throws no failures", e);
        }
    }

    /// As [#await], but neither an interrupt nor a deadline ends the wait, though a deadline that has passed may
    /// interrupt it at any time.
    static boolean awaitUninterruptibly(TaskGroup tasks, Duration timeout) {
        Parker parker = Scope.current().platform().parker();
        long end = Deadline.after(parker.now(), Deadline.nanos(timeout));
        boolean interrupted = Thread.interrupted();
        try {
            while (!awaitUntil(tasks, end, parker)) {
                if (!Thread.interrupted()) {
                    return false;
                }
                interrupted = true;
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean awaitUntil(TaskGroup tasks, long end, Parker parker) {
        var left = Duration.ofNanos(end - parker.now());
        return Scope.current().withoutDeadline().call(() -> await(tasks, left));
    }
}
