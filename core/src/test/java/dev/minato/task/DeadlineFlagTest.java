package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.error.NetException;
import dev.minato.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// After a deadline the interrupt flag is as it would be without it, whatever fired, was cancelled or
/// interrupted, and in which order. On a clock that stands still, which the bodies put forward.
@Timeout(60)
class DeadlineFlagTest {
    private static final Duration EARLY = Duration.ofSeconds(1);
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final Duration FAR = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock();

    @AfterEach
    void clearTheFlag() {
        Thread.interrupted();
    }

    private void run(Duration deadline, BoundedAction<Exception> body) throws Exception {
        clock.call(() -> {
            Tasks.runWithDeadline(deadline, body);
            return this;
        });
    }

    private static void interruptSelf() {
        Thread.currentThread().interrupt();
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    @Test
    void isSetFromTheDeadlineOnAndClearAfterwards() throws Exception {
        run(EARLY, () -> {
            assertThat(isInterrupted()).isFalse();
            clock.advance(EARLY);
            assertThat(isInterrupted()).isTrue();
        });

        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void deadlineThatIsLeftInTimeNeverInterrupts() throws Exception {
        clock.call(() -> {
            Tasks.runWithDeadline(EARLY, () -> {});
            clock.advance(LATE);
            return this;
        });

        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void interruptBeforeTheDeadlineIsKept() throws Exception {
        run(EARLY, () -> {
            interruptSelf();
            clock.advance(EARLY);
        });

        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void interruptBeforeTheBodyIsKept() throws Exception {
        interruptSelf();
        run(EARLY, () -> clock.advance(EARLY));

        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void interruptThatWasHeededBeforeTheDeadlineIsGone() throws Exception {
        run(EARLY, () -> {
            interruptSelf();
            assertThat(Thread.interrupted()).isTrue();
            clock.advance(EARLY);
        });

        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void interruptWithoutADeadlineThatPassesIsKept() throws Exception {
        run(EARLY, DeadlineFlagTest::interruptSelf);

        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void interruptBetweenFiringAndLeavingIsAbsorbed() throws Exception {
        run(EARLY, () -> {
            clock.advance(EARLY);
            assertThat(Thread.interrupted()).isTrue();
            interruptSelf();
        });

        assertThat(isInterrupted()).isFalse();
    }

    /// When a task is cancelled, as the deadline goes.
    private enum Cancelled {
        BEFORE,
        BEFORE_AND_HEEDED,
        AFTER,
        AFTER_AND_HEEDED,
        NEVER;

        boolean isBefore() {
            return this == BEFORE || this == BEFORE_AND_HEEDED;
        }

        boolean isAfter() {
            return this == AFTER || this == AFTER_AND_HEEDED;
        }

        void heed() {
            if (this == BEFORE_AND_HEEDED || this == AFTER_AND_HEEDED) {
                Thread.interrupted();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancelIsRestored(Cancelled when) throws Exception {
        var self = new CompletableFuture<Task<Boolean>>();
        Task<Boolean> task = Tasks.spawn(() -> {
            Task<Boolean> me = self.get();
            run(EARLY, () -> {
                if (when.isBefore()) {
                    me.cancel();
                    when.heed();
                }
                clock.advance(EARLY);
                if (when.isAfter()) {
                    me.cancel();
                    when.heed();
                } else if (when == Cancelled.NEVER) {
                    assertThat(isInterrupted()).isTrue();
                }
            });
            return isInterrupted();
        });
        self.complete(task);

        assertThat(task.join()).isEqualTo(when != Cancelled.NEVER);
    }

    @Test
    void cancelOfATaskBeforeTheDeadlineWasSetIsNoneWithinIt() throws Exception {
        var self = new CompletableFuture<Task<Boolean>>();
        Task<Boolean> task = Tasks.spawn(() -> {
            self.get().cancel();
            Thread.interrupted();
            run(EARLY, () -> clock.advance(EARLY));
            return isInterrupted();
        });
        self.complete(task);

        assertThat(task.join()).isFalse();
    }

    @Test
    void innerDeadlineThatPassesFirstLeavesTheOuterOneAlone() throws Exception {
        run(LATE, () -> {
            Tasks.runWithDeadline(EARLY, () -> clock.advance(EARLY));
            assertThat(isInterrupted()).isFalse();
            clock.advance(EARLY);
            assertThat(isInterrupted()).isTrue();
        });

        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void outerDeadlineThatHasPassedAsWellStaysSetAfterTheInnerOne() throws Exception {
        run(LATE, () -> {
            Tasks.runWithDeadline(EARLY, () -> clock.advance(LATE));
            assertThat(isInterrupted()).isTrue();
        });

        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void interruptBeforeSeveralDeadlinesOutlivesThemAll() throws Exception {
        run(LATE, () -> {
            Tasks.runWithDeadline(EARLY, () -> {
                interruptSelf();
                clock.advance(LATE);
            });
            assertThat(isInterrupted()).isTrue();
        });

        assertThat(isInterrupted()).isTrue();
    }

    @Test
    void interruptThatTheInnerOneRestoredAndWasHeededIsGoneAfterTheOuterOne() throws Exception {
        run(LATE, () -> {
            Tasks.runWithDeadline(EARLY, () -> {
                interruptSelf();
                clock.advance(EARLY);
            });
            assertThat(Thread.interrupted()).isTrue();
            clock.advance(EARLY);
        });

        assertThat(isInterrupted()).isFalse();
    }

    /// The later one makes no interrupt of its own; the failure is that of the earlier one.
    @Test
    void outerDeadlineThatIsEarlierCountsInTheInnerOne() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> run(EARLY, () -> {
                    Tasks.runWithDeadline(LATE, () -> {
                        clock.advance(EARLY);
                        Thread.sleep(FAR);
                    });
                }))
                .withMessage("wait: deadline exceeded: 1 s");
        assertThat(isInterrupted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void failureIsTheDeadlinesAlreadyWhereTheInnerOneIsLeft(long seconds) throws Exception {
        run(
                EARLY,
                () -> assertThatExceptionOfType(NetException.class)
                        .isThrownBy(() -> Tasks.runWithDeadline(Duration.ofSeconds(seconds), () -> {
                            clock.advance(EARLY);
                            Thread.sleep(FAR);
                        }))
                        .withMessage("wait: deadline exceeded: 1 s"));
        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void equalDeadlinesAreOne() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> run(EARLY, () -> {
                    try {
                        Tasks.runWithDeadline(EARLY, () -> {
                            clock.advance(EARLY);
                            Thread.sleep(FAR);
                        });
                    } finally {
                        assertThat(isInterrupted())
                                .as("Java's next wait ends, too")
                                .isTrue();
                    }
                }))
                .withMessage("wait: deadline exceeded: 1 s");
        assertThat(isInterrupted()).isFalse();
    }

    @Test
    void failureOfTheInnerOneGoesUpThroughTheOuterOne() {
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> run(LATE, () -> {
                    Tasks.runWithDeadline(EARLY, () -> {
                        clock.advance(LATE);
                        Thread.sleep(FAR);
                    });
                }))
                .withMessage("wait: deadline exceeded: 1 s");
        assertThat(isInterrupted()).isFalse();
    }
}
