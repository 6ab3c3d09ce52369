package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.RefusingPlatform;
import dev.minato.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A collector hands over each of its tasks once, in the order in which they ended.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskCollectorTest {
    private static final Duration SOON = Duration.ofMillis(20);

    @Test
    void emptyCollectorHasNothing() throws Exception {
        try (var tasks = TaskGroup.<String>collecting(1)) {
            assertThat(tasks.next()).isEmpty();
            assertThat(tasks.next(Duration.ZERO)).isEmpty();
            assertThat(tasks.all()).isEmpty();
            assertThat(tasks.size()).isZero();
        }
    }

    @Test
    void handsOverInTheOrderOfTheEnds() throws Exception {
        try (var tasks = TaskGroup.<Integer>collecting(3)) {
            List<Gate> gates = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                var gate = new Gate();
                gates.add(gate);
                tasks.spawn(() -> gate.passWith(number));
            }
            for (int number : List.of(2, 0, 1)) {
                gates.get(number).open();

                assertThat(tasks.next().orElseThrow().join()).isEqualTo(number);
            }
            assertThat(tasks.next()).isEmpty();
        }
    }

    @Test
    void allWaitsForAllAndKeepsTheOrder() throws Exception {
        var gate = new Gate();
        try (var tasks = TaskGroup.<String>collecting(2)) {
            Task<String> last = tasks.spawn(() -> gate.passWith("last"));
            Task<String> first = tasks.spawn(() -> "first");
            Eventually.holds("ended", first::isFinished);
            var all = Threads.VIRTUAL.call(tasks::all).awaitWaiting();

            gate.open();

            assertThat(all.result()).containsExactly(first, last);
            assertThat(tasks.size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void maxIsAtLeastOne(int max) {
        assertThatThrownBy(() -> TaskGroup.collecting(max))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max must be at least 1, not " + max);
    }

    @Test
    void spawnBeyondTheBoundIsRefusedUntilOneIsTakenOver() throws Exception {
        var gate = new Gate();
        try (var tasks = TaskGroup.<String>collecting(2)) {
            Task<String> ended = tasks.spawn(() -> "ended");
            tasks.spawn(() -> gate.passWith("runs"));
            assertThat(ended.join()).isEqualTo("ended");

            assertThatThrownBy(() -> tasks.spawn(() -> "one more"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("at most 2 tasks");
            assertThat(tasks.size()).isEqualTo(2);

            assertThat(tasks.next()).contains(ended);
            gate.open();
            tasks.spawn(() -> "one more");
            assertThat(tasks.all()).hasSize(2);
        }
    }

    @Test
    void failureTouchesNoOtherTaskAndIsHandedOver() throws Exception {
        var failure = new IllegalStateException("one of them");
        var gate = new Gate();
        try (var log = new LoggedFailures();
                var tasks = TaskGroup.<String>collecting(2)) {
            tasks.spawn(() -> gate.passWith("value"));
            tasks.spawn(() -> {
                throw failure;
            });
            Task<String> failed = tasks.next().orElseThrow();
            assertThatThrownBy(failed::join).hasCause(failure);

            gate.open();

            assertThat(tasks.next().orElseThrow().join()).isEqualTo("value");
            log.awaitMark();
            assertThat(log.records).hasSize(1);
        }
    }

    @Test
    void failureThatNobodyTookOverIsLoggedAtTheClose() throws Exception {
        var failure = new IllegalStateException("left behind");
        try (var log = new LoggedFailures()) {
            try (var tasks = TaskGroup.<String>collecting(2)) {
                tasks.spawn(() -> new Gate().passWith("cancelled"));
                Task<String> fails = tasks.spawn("fails", () -> {
                    throw failure;
                });
                Eventually.holds("failed", fails::isFinished);
                log.awaitMark();
                assertThat(log.levelsOf(failure)).isEmpty();
            }

            assertThat(log.levelsOf(failure)).containsExactly(Level.WARNING);
            assertThat(log.messagesOf(failure)).containsExactly("task fails failed and nobody joined it");
            log.awaitMark();
            assertThat(log.records).hasSize(3);
        }
    }

    @Test
    void timeoutsAndInterruptsLoseNothing() throws Exception {
        var gate = new Gate();
        try (var tasks = TaskGroup.<String>collecting(2)) {
            Task<String> task = tasks.spawn(() -> gate.passWith("late"));
            Expect.failure(ErrorKind.TIMED_OUT, () -> tasks.next(Duration.ZERO));
            Expect.failure(ErrorKind.TIMED_OUT, () -> tasks.next(SOON));
            Expect.failure(ErrorKind.TIMED_OUT, () -> tasks.next(Duration.ofDays(-1)));
            Task<String> ended = tasks.spawn(() -> "ended");
            Eventually.holds("ended", ended::isFinished);
            var all = Threads.VIRTUAL.call(tasks::all).awaitWaiting();
            all.interrupt();
            all.failure(InterruptedException.class);

            assertThat(tasks.next(Duration.ZERO)).contains(ended);
            gate.open();
            assertThat(tasks.next()).contains(task);
        }
    }

    @Test
    void closeCancelsAndWaitsAndStartsNothingMore() throws Exception {
        var tasks = TaskGroup.<String>collecting(2);
        Task<String> waits = tasks.spawn(() -> new Gate().passWith("never"));

        tasks.close();

        assertThat(waits.isFinished()).isTrue();
        assertThatThrownBy(() -> tasks.spawn(() -> "late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(tasks.next()).contains(waits);
        assertThat(tasks.next()).isEmpty();
        tasks.close();
    }

    @Test
    void cancelledTasksAreHandedOver() throws Exception {
        try (var tasks = TaskGroup.<String>collecting(1)) {
            Task<String> waits = tasks.spawn(() -> new Gate().passWith("never"));

            tasks.cancel();

            assertThat(tasks.next()).contains(waits);
            assertThatThrownBy(waits::join).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    /// Each task goes to one of them, and all hear that there are no more.
    @ParameterizedTest
    @EnumSource
    void severalTakersShareTheTasks(Threads threads) throws Exception {
        int count = 1000;
        try (var tasks = TaskGroup.<Integer>collecting(count)) {
            var seen = ConcurrentHashMap.<Integer>newKeySet();
            var gate = new Gate();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.spawn(() -> gate.passWith(number));
            }
            var takers = List.of(threads.call(() -> takeAll(tasks, seen)), threads.call(() -> takeAll(tasks, seen)));

            gate.open();

            int taken = 0;
            for (var taker : takers) {
                taken += taker.result();
            }
            assertThat(taken).isEqualTo(count);
            assertThat(seen).hasSize(count);
        }
    }

    private static int takeAll(TaskCollector<Integer> tasks, ConcurrentHashMap.KeySetView<Integer, Boolean> seen)
            throws Exception {
        int taken = 0;
        for (Optional<Task<Integer>> task = tasks.next(); task.isPresent(); task = tasks.next()) {
            seen.add(task.get().join());
            taken++;
        }
        return taken;
    }

    @Test
    void failureToStartTakesNoRoom() throws Exception {
        var refusing = RefusingPlatform.create();
        try (var tasks = new Scope(refusing, Deadline.NEVER).call(() -> TaskGroup.<String>collecting(1))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> tasks.spawn(() -> "value")).isInstanceOf(RejectedExecutionException.class);
            }
            assertThat(tasks.size()).isZero();
            assertThat(tasks.next()).isEmpty();
        }
    }
}
