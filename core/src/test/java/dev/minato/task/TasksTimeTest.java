package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.testing.Expect;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pauses and deadlines, by the platform's clock.
@Timeout(60)
class TasksTimeTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration FAR = Duration.ofDays(1);

    private static long now() {
        return Platform.current().parker().now();
    }

    @ParameterizedTest
    @EnumSource
    void sleepDoesNotEndBeforeItsTime(Threads threads) {
        var slept = threads.call(() -> {
            long before = now();
            Tasks.sleep(SOON);
            return now() - before;
        });

        assertThat(slept.result()).isGreaterThanOrEqualTo(SOON.toNanos());
    }

    @Test
    void sleepOfNoTimeReturns() throws Exception {
        Tasks.sleep(Duration.ZERO);
        Tasks.sleep(Duration.ofNanos(-1));
        Tasks.sleep(Duration.ofSeconds(Long.MIN_VALUE));
        Tasks.runWithDeadline(Duration.ZERO, () -> {
            Tasks.sleep(Duration.ZERO);
        });
    }

    @Test
    void deadlineEndsASleepThatIsLonger() throws Exception {
        long before = now();

        Expect.failure(
                ErrorKind.DEADLINE_EXCEEDED,
                () -> Tasks.runWithDeadline(SOON, () -> {
                    Tasks.sleep(Duration.ofSeconds(Long.MAX_VALUE));
                }));

        assertThat(now() - before).isGreaterThanOrEqualTo(SOON.toNanos());
        assertThat(Tasks.<String, Exception>withDeadline(FAR, () -> {
                    Tasks.sleep(Duration.ofNanos(1));
                    return "in time";
                }))
                .isEqualTo("in time");
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsASleepAndClearsTheFlag(Threads threads) throws Exception {
        var during = threads.run(() -> Tasks.sleep(FAR)).awaitWaiting();
        during.interrupt();
        during.failure(InterruptedException.class);
        assertThat(during.wasInterruptedAtEnd()).isFalse();

        for (Duration duration : new Duration[] {FAR, Duration.ZERO}) {
            var before = threads.run(() -> {
                Thread.currentThread().interrupt();
                Tasks.sleep(duration);
            });
            before.failure(InterruptedException.class);
            assertThat(before.wasInterruptedAtEnd()).isFalse();
        }
    }

    @Test
    void innermostDeadlineCountsIfItIsTheEarliest() throws Exception {
        Tasks.withDeadline(FAR, () -> {
            long outer = Scope.current().deadline();
            Tasks.runWithDeadline(SOON, () -> {
                assertThat(Scope.current().deadline()).isLessThan(outer);
            });
            Tasks.runWithDeadline(FAR.multipliedBy(2), () -> {
                assertThat(Scope.current().deadline()).isEqualTo(outer);
            });
            assertThat(Scope.current().deadline()).isEqualTo(outer);
            return Done.DONE;
        });
        assertThat(Scope.current().deadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void hugeTimeoutIsNoDeadline() throws Exception {
        Tasks.runWithDeadline(Duration.ofSeconds(Long.MAX_VALUE), () -> {
            assertThat(Scope.current().deadline()).isEqualTo(Deadline.NEVER);
        });
    }

    @Test
    void withDeadlineGivesWhatTheBodyGives() throws Exception {
        var failure = new IOException("of the body");

        assertThat(Tasks.<String, RuntimeException>withDeadline(Duration.ZERO, () -> "value"))
                .isEqualTo("value");
        Assertions.assertThatThrownBy(() -> Tasks.withDeadline(FAR, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
