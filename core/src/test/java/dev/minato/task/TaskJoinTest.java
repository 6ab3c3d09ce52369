package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.testing.Expect;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Joining waits for a task and gives its result, again and again, to everybody.
@Timeout(60)
class TaskJoinTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Gate gate = new Gate();

    @Test
    void givesTheValueEachTime() throws Exception {
        Task<String> task = Tasks.spawn(() -> "value");

        assertThat(task.join()).isEqualTo("value");
        assertThat(task.join()).isEqualTo("value");
        assertThat(task.isFinished()).isTrue();
    }

    @Test
    void givesTheFailureEachTime() {
        var failure = new IOException("failed");
        Task<?> task = Tasks.spawn(() -> {
            throw failure;
        });

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(task::join)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isSameAs(failure);
        }
        assertThat(task.isFinished()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void waitsForTheEnd(Threads threads) throws Exception {
        Task<String> task = Tasks.spawn(() -> gate.passWith("late"));
        var first = threads.call(task::join).awaitWaiting();
        var second = threads.call(task::join).awaitWaiting();
        assertThat(task.isFinished()).isFalse();

        gate.open();

        assertThat(first.result()).isEqualTo("late");
        assertThat(second.result()).isEqualTo("late");
    }

    @Test
    void deadlineEndsTheJoinAndNotTheTask() throws Exception {
        Task<String> task = Tasks.spawn(() -> gate.passWith("late"));

        Expect.failure(ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(SOON, task::join));

        assertThat(task.isFinished()).isFalse();
        gate.open();
        assertThat(task.join()).isEqualTo("late");
    }

    @Test
    void passedDeadlineStillGivesWhatIsThere() throws Exception {
        Task<String> task = Tasks.spawn(() -> "value");
        task.join();

        assertThat(Tasks.withDeadline(Duration.ZERO, () -> task.join())).isEqualTo("value");
    }

    @Test
    void timeoutEndsTheJoinAndNotTheTask() throws Exception {
        Task<String> task = Tasks.spawn(() -> gate.passWith("late"));

        for (var timeout : List.of(SOON, Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
            Expect.failure(ErrorKind.TIMED_OUT, () -> task.join(timeout));
        }

        assertThat(task.isFinished()).isFalse();
        gate.open();
        assertThat(task.join(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("late");
        assertThat(task.join(Duration.ZERO)).isEqualTo("late");
    }

    @Test
    void theEarlierOfTimeoutAndDeadlineEndsTheJoin() throws Exception {
        Task<String> task = Tasks.spawn(() -> gate.passWith("late"));

        Expect.failure(
                ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(SOON, () -> task.join(Duration.ofDays(1))));
        Expect.failure(ErrorKind.TIMED_OUT, () -> Tasks.withDeadline(Duration.ofDays(1), () -> task.join(SOON)));

        gate.open();
        assertThat(task.join()).isEqualTo("late");
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsTheJoinAndClearsTheFlag(Threads threads) throws Exception {
        Task<String> task = Tasks.spawn(() -> gate.passWith("late"));
        var join = threads.call(task::join).awaitWaiting();

        join.interrupt();

        join.failure(InterruptedException.class);
        assertThat(join.wasInterruptedAtEnd()).isFalse();
        gate.open();
        assertThat(task.join()).isEqualTo("late");
    }

    @Test
    void interruptOfOneJoinLeavesTheOthers() throws Exception {
        Task<String> task = Tasks.spawn(() -> gate.passWith("late"));
        var interrupted = Threads.VIRTUAL.call(task::join).awaitWaiting();
        var waiting = Threads.VIRTUAL.call(task::join).awaitWaiting();

        interrupted.interrupt();
        interrupted.failure(InterruptedException.class);
        gate.open();

        assertThat(waiting.result()).isEqualTo("late");
    }

    @Test
    void noEndIsMissed() throws Exception {
        var count = 10_000;
        for (int i = 0; i < count; i++) {
            int number = i;
            assertThat(Tasks.spawn(() -> number).join()).isEqualTo(number);
        }
    }
}
