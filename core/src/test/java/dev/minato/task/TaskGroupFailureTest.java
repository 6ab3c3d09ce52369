package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.testing.Eventually;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The first failure of a group cancels the rest, and goes to whoever joins the group.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskGroupFailureTest {
    private final Gate gate = new Gate();
    private final LoggedFailures log = new LoggedFailures();
    private final IllegalStateException failure = new IllegalStateException("the first");

    @AfterEach
    void leave() {
        log.close();
    }

    private static Task<?> failing(TaskGroup group, Exception failure) {
        return group.spawn("fails", () -> {
            throw failure;
        });
    }

    private static ExecutionException joinFails(TaskGroup group) {
        return catchThrowableOfType(ExecutionException.class, group::join);
    }

    @Test
    void firstFailureCancelsTheRestAndJoinThrowsItEachTime() throws Exception {
        try (var group = new TaskGroup();
                var socket = UdpSocket.bind("127.0.0.1:0")) {
            Task<?> waits = group.spawn(gate::pass);
            Task<?> receives = group.spawn(() -> socket.recvFrom(ByteBuffer.allocate(1)));
            failing(group, failure);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(group::join)
                        .isInstanceOf(ExecutionException.class)
                        .hasCause(failure)
                        .hasNoSuppressedExceptions();
            }

            assertThat(group.size()).isZero();
            assertThat(waits.isFinished()).isTrue();
            assertThat(receives.isFinished()).isTrue();
            assertThat(socket.isOpen()).isTrue();
        }
        log.awaitMark();
        assertThat(log.levelsOf(failure)).isEmpty();
        assertThat(log.records).hasSize(1);
    }

    @Test
    void joinWaitsUntilTheCancelledOnesHaveEnded() throws Exception {
        try (var group = new TaskGroup()) {
            Task<?> ignores = group.spawn(gate::passUninterruptibly);
            Task<?> fails = failing(group, failure);
            var join = Threads.VIRTUAL.run(group::join).awaitWaiting();
            Eventually.holds("failed", fails::isFinished);
            assertThat(join.isFinished()).isFalse();

            gate.open();

            assertThat(join.failure(ExecutionException.class)).hasCause(failure);
            assertThat(ignores.isFinished()).isTrue();
        }
    }

    @Test
    void laterFailuresAreSuppressedAndCancelledOnesAreNone() throws Exception {
        var later = new IllegalStateException("in the clean-up");
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                try {
                    gate.pass();
                } catch (InterruptedException cancelled) {
                    throw later;
                }
            });
            group.spawn(() -> {
                try {
                    new Gate().pass();
                } catch (InterruptedException cancelled) {
                    throw new IllegalStateException("wraps the cancel", cancelled);
                }
            });
            gate.awaitReached();
            failing(group, failure);

            ExecutionException thrown = joinFails(group);

            assertThat(thrown).hasCause(failure);
            assertThat(thrown.getSuppressed()).containsExactly(later);
            assertThat(failure.getSuppressed()).isEmpty();
        }
    }

    /// Nothing is lost: those beyond the bound are logged.
    @Test
    void suppressedFailuresAreBounded() throws Exception {
        int count = GroupFailures.MAX_KEPT + 3;
        List<Throwable> failures = new ArrayList<>();
        try (var group = new TaskGroup()) {
            for (int i = 0; i < count; i++) {
                var each = new IllegalStateException("failure " + i);
                failures.add(each);
                group.spawn(() -> {
                    gate.passUninterruptibly();
                    throw each;
                });
            }
            gate.open();

            ExecutionException thrown = joinFails(group);

            assertThat(thrown.getSuppressed()).hasSize(GroupFailures.MAX_KEPT - 1);
            failures.remove(thrown.getCause());
            failures.removeAll(List.of(thrown.getSuppressed()));
        }
        assertThat(failures).hasSize(3);
        for (var each : failures) {
            log.await(each);
            assertThat(log.levelsOf(each)).containsExactly(Level.WARNING);
        }
    }

    /// Two tasks may throw one and the same object.
    @Test
    void oneObjectThrownTwiceIsNoObstacle() {
        try (var group = new TaskGroup()) {
            failing(group, failure);
            group.spawn(() -> {
                gate.passUninterruptibly();
                throw failure;
            });
            gate.open();

            assertThat(joinFails(group)).hasCause(failure);
        }
    }

    @Test
    void failureThatWasJoinedByItselfCancelsTheGroup() throws Exception {
        try (var group = new TaskGroup()) {
            Task<?> waits = group.spawn(gate::pass);
            Task<?> fails = failing(group, failure);
            assertThatThrownBy(fails::join).hasCause(failure);

            assertThatThrownBy(waits::join).hasCauseInstanceOf(InterruptedException.class);

            assertThat(joinFails(group)).hasCause(failure);
        }
    }

    /// So that it does not look like a cancel out of nothing.
    @Test
    void joinOfACancelledTaskTellsTheFailureOfItsGroup() {
        try (var group = new TaskGroup()) {
            Task<?> waits = group.spawn(gate::pass);
            failing(group, failure);

            assertThatThrownBy(waits::join)
                    .hasCauseInstanceOf(InterruptedException.class)
                    .hasSuppressedException(failure);
        }
    }

    @Test
    void unjoinedFailureIsLoggedOnceAtTheClose() throws Exception {
        try (var group = new TaskGroup()) {
            Task<?> waits = group.spawn(gate::pass);
            failing(group, failure);
            Eventually.holds("cancelled", waits::isFinished);
        }

        assertThat(log.levelsOf(failure)).containsExactly(Level.WARNING);
        assertThat(log.messagesOf(failure)).containsExactly("task fails failed and nobody joined it");
        log.awaitMark();
        assertThat(log.records).hasSize(2);
    }

    @Test
    void failureWhoseTaskWasJoinedIsNotLogged() throws Exception {
        try (var group = new TaskGroup()) {
            assertThatThrownBy(failing(group, failure)::join).hasCause(failure);
        }

        log.awaitMark();
        assertThat(log.records).hasSize(1);
    }

    @Test
    void errorIsLoggedOnceAndAtOnce() throws Exception {
        var broken = new AssertionError("an invariant");
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                throw broken;
            });
            log.await(broken);
        }

        log.awaitMark();
        assertThat(log.levelsOf(broken)).containsExactly(Level.SEVERE);
    }

    /// What it was given, such as a connection, is not left behind.
    @Test
    void spawnAfterTheFailureRunsCancelled() throws Exception {
        var cleaned = new AtomicInteger();
        try (var group = new TaskGroup()) {
            assertThatThrownBy(failing(group, failure)::join).hasCause(failure);
            Eventually.holds("ended", () -> group.size() == 0);

            Task<?> late = group.spawn(() -> {
                try {
                    gate.pass();
                } finally {
                    cleaned.incrementAndGet();
                }
            });

            assertThatThrownBy(late::join)
                    .hasCauseInstanceOf(InterruptedException.class)
                    .hasSuppressedException(failure);
            assertThat(cleaned).hasValue(1);
            assertThat(joinFails(group)).hasCause(failure).hasNoSuppressedExceptions();
        }
    }

    @Test
    void cancelsAreNoFailures() throws Exception {
        try (var group = new TaskGroup()) {
            Task<?> one = group.spawn(gate::pass);
            Task<?> other = group.spawn(() -> gate.passWith("value"));
            one.cancel();
            assertThatThrownBy(one::join).hasCauseInstanceOf(InterruptedException.class);
            assertThat(other.isFinished()).isFalse();

            group.cancel();
            group.join();

            assertThatThrownBy(other::join).hasCauseInstanceOf(InterruptedException.class);
        }
        log.awaitMark();
        assertThat(log.records).hasSize(1);
    }

    /// Nobody cancelled it: that it throws what a cancelled one throws makes it no cancel.
    @Test
    void interruptThatNobodyAskedForIsAFailure() {
        var interrupted = NetException.of(ErrorKind.INTERRUPTED, "read");
        try (var group = new TaskGroup()) {
            Task<?> waits = group.spawn(gate::pass);
            failing(group, interrupted);

            assertThat(joinFails(group)).hasCause(interrupted);
            assertThat(waits.isFinished()).isTrue();
        }
    }

    @Test
    void failureOfTheBlockCancelsAll() throws Exception {
        var tasks = new ArrayList<Task<?>>();
        assertThatThrownBy(() -> {
                    try (var group = new TaskGroup()) {
                        tasks.add(group.spawn(gate::pass));
                        tasks.add(group.spawn(gate::pass));
                        throw failure;
                    }
                })
                .isSameAs(failure)
                .hasNoSuppressedExceptions();

        assertThat(tasks).allMatch(Task::isFinished);
        log.awaitMark();
        assertThat(log.records).hasSize(1);
    }

    /// In the clean-up of a task that the close cancels.
    @Test
    void failureDuringTheCloseIsLogged() throws Exception {
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                try {
                    gate.pass();
                } catch (InterruptedException cancelled) {
                    throw failure;
                }
            });
            gate.awaitReached();
        }

        assertThat(log.levelsOf(failure)).containsExactly(Level.WARNING);
    }

    /// Whoever is first: all others are cancelled, and one failure is the first.
    @ParameterizedTest
    @EnumSource
    void failuresAgainstSpawnsAndJoin(Threads threads) throws Exception {
        for (int i = 0; i < 300; i++) {
            var started = new ArrayList<Task<?>>();
            try (var group = new TaskGroup()) {
                var spawn = threads.run(() -> {
                    for (int k = 0; k < 8; k++) {
                        started.add(group.spawn(new Gate()::pass));
                    }
                });
                failing(group, failure);
                failing(group, new IllegalStateException("another"));
                spawn.result();

                ExecutionException thrown = joinFails(group);

                assertThat(thrown.getSuppressed().length).isLessThan(2);
                assertThat(started).allMatch(Task::isFinished);
            }
        }
    }
}
