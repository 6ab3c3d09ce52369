package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Eventually;
import dev.minato.testing.Threads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A failure that nobody joins is logged, once and at a level that fits; one that is joined is not.
@Timeout(60)
class TaskLogTest {
    private static final List<ErrorKind> OF_NETWORK = List.of(
            ErrorKind.TIMED_OUT,
            ErrorKind.DEADLINE_EXCEEDED,
            ErrorKind.CONNECTION_REFUSED,
            ErrorKind.HOST_UNREACHABLE,
            ErrorKind.HOST_NOT_FOUND);

    private final LoggedFailures log = new LoggedFailures();

    @AfterEach
    void leave() {
        log.close();
    }

    private static Task<?> failing(Throwable failure) {
        return Tasks.spawn(() -> {
            switch (failure) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw new AssertionError(failure);
            }
        });
    }

    @Test
    void levelFitsTheFailure() throws Exception {
        var ordinary = new IllegalStateException("a bug");
        var timedOut = NetException.of(ErrorKind.TIMED_OUT, "read");
        var goneAway = List.of(
                NetException.of(ErrorKind.BROKEN_PIPE, "write"),
                NetException.of(ErrorKind.CONNECTION_RESET, "read"),
                NetException.of(ErrorKind.CLOSED, "read"),
                NetException.of(ErrorKind.INTERRUPTED, "read"));
        var cancelled = new InterruptedException();
        var broken = new AssertionError("an invariant");
        failing(ordinary);
        failing(timedOut);
        goneAway.forEach(TaskLogTest::failing);
        failing(cancelled);
        failing(broken);

        for (var each : goneAway) {
            log.await(each);
            assertThat(log.levelsOf(each)).as("%s", each.kind()).containsExactly(Level.FINE);
        }
        log.await(ordinary);
        log.await(timedOut);
        log.await(cancelled);
        log.await(broken);
        assertThat(log.levelsOf(ordinary)).containsExactly(Level.WARNING);
        // The stack; its line comes before.
        assertThat(log.levelsOf(timedOut)).containsExactly(Level.FINE);
        assertThat(log.levelsOf(cancelled)).containsExactly(Level.FINE);
        assertThat(log.levelsOf(broken)).containsExactly(Level.SEVERE);
    }

    /// A server whose clients fall silent logs a line for each, and no stacks.
    @Test
    void failureOfTheNetworkIsOneLine() throws Exception {
        Map<String, NetException> failures = new HashMap<>();
        for (var kind : OF_NETWORK) {
            var failure = NetException.of(kind, "read");
            failures.put(failing(failure).name(), failure);
        }

        for (var failure : failures.values()) {
            log.await(failure);
            assertThat(log.levelsOf(failure)).as("%s", failure.kind()).containsExactly(Level.FINE);
        }
        var lines = log.records.stream().filter(each -> each.getLevel().equals(Level.WARNING));
        assertThat(lines.map(LogRecord::getMessage)).containsExactlyInAnyOrderElementsOf(linesOf(failures));
        assertThat(log.records).hasSize(2 * OF_NETWORK.size());
    }

    private static List<String> linesOf(Map<String, NetException> failures) {
        return failures.entrySet().stream()
                .map(each -> "task " + each.getKey() + " failed and nobody joined it: "
                        + each.getValue().getMessage())
                .toList();
    }

    /// The virtual machine throws an error of exhausted memory again and again.
    @Test
    void theSameErrorOfTheLogEndsInTheHandlerOfTheThread() {
        var exhausted = new OutOfMemoryError("provoked");
        log.failWith(exhausted);
        var uncaught = new CompletableFuture<Throwable>();
        Tasks.spawn(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((_, thrown) -> uncaught.complete(thrown));
            throw exhausted;
        });

        assertThat(uncaught.orTimeout(20, TimeUnit.SECONDS).join()).isSameAs(exhausted);
    }

    /// A task that joins its group, as a proxy's connection does, fails for the same reason as the group.
    @Test
    void failureOfAJoinIsLoggedAsItsCause() throws Exception {
        var reset = new ExecutionException(NetException.of(ErrorKind.CONNECTION_RESET, "read"));
        var timedOut = new ExecutionException(NetException.of(ErrorKind.TIMED_OUT, "read"));
        failing(reset);
        var task = failing(timedOut);

        log.await(reset);
        log.await(timedOut);

        assertThat(log.levelsOf(reset)).containsExactly(Level.FINE);
        assertThat(log.levelsOf(timedOut)).containsExactly(Level.FINE);
        assertThat(log.records)
                .filteredOn(entry -> entry.getLevel().equals(Level.WARNING))
                .extracting(LogRecord::getMessage)
                .containsExactly("task " + task.name() + " failed and nobody joined it: read: timed out");
    }

    /// The one that nobody joins comes last, so when it is logged the others would have been.
    @Test
    void joinedFailureIsNotLogged() throws Exception {
        var joinedLate = new IllegalStateException("joined after it failed");
        var joinedEarly = new IllegalStateException("joined before it failed");
        var neverJoined = new IllegalStateException("joined by nobody");
        var gate = new Gate();
        Task<?> early = Tasks.spawn(() -> {
            gate.pass();
            throw joinedEarly;
        });
        var join = Threads.VIRTUAL.call(early::join).awaitWaiting();
        gate.open();
        join.failure(ExecutionException.class);
        Task<?> late = failing(joinedLate);
        Eventually.holds("failed", late::isFinished);
        assertThatThrownBy(late::join).hasCause(joinedLate);
        failing(neverJoined);

        log.await(neverJoined);

        assertThat(log.levelsOf(joinedLate)).isEmpty();
        assertThat(log.levelsOf(joinedEarly)).isEmpty();
        assertThat(log.levelsOf(neverJoined)).containsExactly(Level.WARNING);
    }

    /// Such as the interrupt of a cancel that comes a moment too late.
    @Test
    void interruptDoesNotCutTheSecondShort() throws Exception {
        var failure = new IllegalStateException("joined after an interrupt");
        var thread = new AtomicReference<Thread>();
        Task<?> task = Tasks.spawn(() -> {
            thread.set(Thread.currentThread());
            throw failure;
        });
        Eventually.holds("it waits to be joined", () -> task.isFinished() && isWaiting(thread.get()));
        thread.get().interrupt();
        Eventually.holds(
                "it has heard of the interrupt",
                () -> !thread.get().isAlive()
                        || (isWaiting(thread.get()) && !thread.get().isInterrupted()));
        assertThatThrownBy(task::join).hasCause(failure);
        thread.get().join();

        assertThat(log.levelsOf(failure)).isEmpty();
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    /// A broken invariant must surface, whoever catches what join throws.
    @Test
    void errorIsLoggedAlthoughItIsJoined() throws Exception {
        var broken = new AssertionError("an invariant");

        assertThatThrownBy(failing(broken)::join).hasCause(broken);

        log.await(broken);
        assertThat(log.levelsOf(broken)).containsExactly(Level.SEVERE);
    }

    @Test
    void taskOfAnIsolatedGroupIsLoggedToo() throws Exception {
        var failure = new IllegalStateException("in a group");
        try (var group = TaskGroup.isolated()) {
            group.spawn("connection-7", () -> {
                throw failure;
            });
            group.join();

            log.await(failure);
        }

        assertThat(log.levelsOf(failure)).containsExactly(Level.WARNING);
        assertThat(log.messagesOf(failure)).containsExactly("task connection-7 failed and nobody joined it");
    }

    @Test
    void successIsNotLogged() throws Exception {
        Tasks.spawn(() -> "value").join();
        Tasks.spawn(() -> {}).join();
        var mark = new AssertionError("the mark");
        failing(mark);

        log.await(mark);

        assertThat(log.records).hasSize(1);
    }
}
