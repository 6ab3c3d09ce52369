package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.RefusingPlatform;
import dev.minato.testing.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No task outlives its group. A group that never closes heeds no interrupt, so the tests run on threads of
/// their own.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskGroupTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Gate gate = new Gate();

    @Test
    void emptyGroupJoinsAndClosesAtOnce() throws Exception {
        try (var group = new TaskGroup()) {
            group.join();
            assertThat(group.size()).isZero();
        }
    }

    @Test
    void tasksHaveResults() throws Exception {
        try (var group = new TaskGroup()) {
            Task<String> one = group.spawn(() -> "one");
            Task<?> two = group.spawn(() -> {});

            group.join();

            assertThat(one.isFinished()).isTrue();
            assertThat(one.join()).isEqualTo("one");
            two.join();
            assertThat(group.size()).isZero();
        }
    }

    /// Its spawn may not have come back by then.
    @Test
    void aTaskCancelsItsOwnGroupFromItsFirstStepOn() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            try (var group = new TaskGroup()) {
                Task<?> task = group.spawn(() -> {
                    group.cancel();
                    gate.pass();
                });
                group.join(Duration.ofSeconds(10));
                assertThatThrownBy(task::join).hasCauseInstanceOf(InterruptedException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeCancelsAndWaits(Threads threads) throws Exception {
        var ended = new AtomicBoolean();
        var group = new TaskGroup();
        Task<?> task = group.spawn(() -> {
            try {
                new Gate().pass();
            } finally {
                gate.passUninterruptibly();
                ended.set(true);
            }
        });
        var close = threads.run(group::close).awaitWaiting();
        gate.awaitReached();
        assertThat(close.isFinished()).isFalse();

        gate.open();

        close.result();
        assertThat(ended).isTrue();
        assertThat(group.size()).isZero();
        assertThatThrownBy(task::join).hasCauseInstanceOf(InterruptedException.class);
        group.close();
    }

    @ParameterizedTest
    @EnumSource
    void closeOnAnInterruptedThreadWaitsAndKeepsTheFlag(Threads threads) throws Exception {
        var group = new TaskGroup();
        Task<?> task = group.spawn(gate::passUninterruptibly);
        var close = threads.run(() -> {
            Thread.currentThread().interrupt();
            group.close();
            assertThat(task.isFinished()).isTrue();
        });
        close.awaitWaiting();
        close.interrupt();
        close.awaitWaiting();

        gate.open();

        close.result();
        assertThat(close.wasInterruptedAtEnd()).isTrue();
    }

    @Test
    void closeIgnoresADeadline() throws Exception {
        var group = new TaskGroup();
        Task<?> task = group.spawn(gate::passUninterruptibly);
        var close = Threads.VIRTUAL.call(() -> Tasks.withDeadline(Duration.ZERO, () -> {
            group.close();
            return task.isFinished();
        }));
        close.awaitWaiting();

        gate.open();

        assertThat(close.result()).isTrue();
    }

    @Test
    void joinWaitsForTasksThatAreStartedMeanwhile() throws Exception {
        var ended = new AtomicInteger();
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                gate.pass();
                group.spawn(() -> {
                    group.spawn(ended::incrementAndGet);
                    ended.incrementAndGet();
                });
                ended.incrementAndGet();
            });
            var join = Threads.VIRTUAL.run(group::join).awaitWaiting();

            gate.open();
            join.result();

            assertThat(ended).hasValue(3);
        }
    }

    @Test
    void joinTimesOutAndTasksRunOn() throws Exception {
        try (var group = new TaskGroup()) {
            Task<String> task = group.spawn(() -> gate.passWith("late"));

            Expect.failure(ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.runWithDeadline(SOON, group::join));

            assertThat(group.size()).isEqualTo(1);
            gate.open();
            group.join();
            assertThat(task.join()).isEqualTo("late");
        }
    }

    @Test
    void joinWithATimeoutThatHasPassedLooksOnce() throws Exception {
        try (var group = new TaskGroup()) {
            group.join(Duration.ZERO);
            Task<String> task = group.spawn(() -> gate.passWith("late"));

            for (var timeout : List.of(SOON, Duration.ZERO, Duration.ofSeconds(-1))) {
                assertThatThrownBy(() -> group.join(timeout))
                        .isInstanceOfSatisfying(
                                NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT));
            }

            assertThat(task.isFinished()).isFalse();
            gate.open();
            group.join(Duration.ofDays(1));
            group.join(Duration.ofSeconds(-1));
            assertThat(task.join()).isEqualTo("late");
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsJoinAndClearsTheFlag(Threads threads) throws Exception {
        try (var group = new TaskGroup()) {
            Task<String> task = group.spawn(() -> gate.passWith("late"));
            var join = threads.run(group::join).awaitWaiting();

            join.interrupt();

            join.failure(InterruptedException.class);
            assertThat(join.wasInterruptedAtEnd()).isFalse();
            gate.open();
            assertThat(task.join()).isEqualTo("late");
        }
    }

    @Test
    void cancelLeavesTheGroupOpen() throws Exception {
        try (var group = new TaskGroup()) {
            Task<?> task = group.spawn(gate::pass);

            group.cancel();

            assertThatThrownBy(task::join).hasCauseInstanceOf(InterruptedException.class);
            assertThat(group.spawn(() -> "next").join()).isEqualTo("next");
        }
    }

    @Test
    void closedGroupStartsNothing() {
        var group = new TaskGroup();
        group.close();
        var ran = new AtomicBoolean();

        assertThatThrownBy(() -> group.spawn(() -> ran.set(true))).isInstanceOf(IllegalStateException.class);

        assertThat(ran).isFalse();
        assertThat(group.size()).isZero();
    }

    /// A task is in the group and cancelled, or was not started; nothing is left behind by close.
    @Test
    void spawnAgainstClose() throws Exception {
        for (int i = 0; i < 1000; i++) {
            var running = new AtomicInteger();
            var group = new TaskGroup();
            var spawn = Threads.VIRTUAL.call(() -> {
                try {
                    return group.spawn(() -> {
                        running.incrementAndGet();
                        try {
                            gate.pass();
                        } finally {
                            running.decrementAndGet();
                        }
                    });
                } catch (IllegalStateException closed) {
                    return "closed";
                }
            });

            group.close();

            assertThat(running).hasValue(0);
            if (spawn.result() instanceof Task<?> task) {
                assertThat(task.isFinished()).isTrue();
            }
        }
    }

    @Test
    void tasksInheritTheDeadlineAndDetachedOnesDoNot() throws Exception {
        Tasks.runWithDeadline(SOON, () -> {
            try (var group = new TaskGroup()) {
                Task<?> inherits = group.spawn(() -> Tasks.sleep(Duration.ofDays(1)));
                Task<Long> detached = Tasks.spawn(() -> Scope.current().deadline());
                Eventually.holds("timed out", inherits::isFinished);

                assertThatThrownBy(inherits::join)
                        .cause()
                        .isInstanceOfSatisfying(
                                NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED));
                Eventually.holds("ended", detached::isFinished);
                assertThat(detached.join()).isEqualTo(Deadline.NEVER);
            }
        });
    }

    /// What cannot be started is not waited for.
    @Test
    void failureToStartLeavesNothingToWaitFor() throws Exception {
        var refusing = RefusingPlatform.create();
        var group = new Scope(refusing, Deadline.NEVER).call(TaskGroup::new);

        assertThatThrownBy(() -> group.spawn(() -> {})).isInstanceOf(RejectedExecutionException.class);

        assertThat(group.size()).isZero();
        group.close();
    }
}
