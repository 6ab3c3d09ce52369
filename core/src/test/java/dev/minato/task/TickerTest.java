package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.minato.error.ErrorKind;
import dev.minato.platform.Platform;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.ManualClock;
import dev.minato.testing.Threads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A ticker's schedule does not drift, and each behaviour does with missed ticks what its name says.
@Timeout(60)
class TickerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration FAR = Duration.ofDays(1);

    private final ManualClock clock = new ManualClock().jumping();

    private String next(Ticker ticker) throws Exception {
        long number = ticker.tick();
        return number + "@" + clock.elapsed().toMillis();
    }

    private List<String> next(Ticker ticker, int count) throws Exception {
        List<String> ticks = new ArrayList<>();
        while (ticks.size() < count) {
            ticks.add(next(ticker));
        }
        return ticks;
    }

    private static long now() {
        return Platform.current().parker().now();
    }

    @Test
    void firstTickIsAtOnceAndTheNextAPeriodLater() throws Exception {
        assertThat(clock.call(() -> next(Ticker.every(SECOND), 4)))
                .containsExactly("0@0", "1@1000", "2@2000", "3@3000");
    }

    @ParameterizedTest
    @EnumSource
    void workThatIsShorterThanAPeriodDoesNotDelayTheSchedule(MissedTicks missed) throws Exception {
        List<String> ticks = clock.call(() -> {
            var ticker = Ticker.every(Duration.ofMillis(4), missed);
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(next(ticker));
                clock.advance(Duration.ofMillis(3));
            }
            return all;
        });
        assertThat(ticks).containsExactly("0@0", "1@4", "2@8", "3@12");
    }

    @ParameterizedTest
    @CsvSource({
        "BURST, '[3@4400, 4@4400, 5@5000, 6@6000, 7@7000]'",
        "DELAY, '[3@4400, 4@5400, 5@6400, 6@7400, 7@8400]'",
        "SKIP, '[4@4400, 5@5000, 6@6000, 7@7000, 8@8000]'",
    })
    void missedTicks(MissedTicks missed, String ticks) throws Exception {
        List<String> after = clock.call(() -> {
            var ticker = Ticker.every(SECOND, missed);
            assertThat(next(ticker, 3)).containsExactly("0@0", "1@1000", "2@2000");
            clock.advance(Duration.ofMillis(2400));
            return next(ticker, 5);
        });
        assertThat(after).hasToString(ticks);
    }

    @ParameterizedTest
    @CsvSource({
        // late by, at once, the next one
        "BURST, 1000, 1@2000, 2@2000",
        "SKIP,   999, 1@1999, 2@2000",
        "SKIP,  1000, 2@2000, 3@3000",
        "DELAY,    5, 1@1005, 2@2000",
        "DELAY,    6, 1@1006, 2@2006",
    })
    void latenessAtTheLimits(MissedTicks missed, int late, String tick, String after) throws Exception {
        List<String> ticks = clock.call(() -> {
            var ticker = Ticker.every(SECOND, missed);
            assertThat(next(ticker)).isEqualTo("0@0");
            clock.advance(Duration.ofMillis(1000 + late));
            return next(ticker, 2);
        });
        assertThat(ticks).containsExactly(tick, after);
    }

    @Test
    void delayOfAPeriodMovesAScheduleOfShortPeriods() throws Exception {
        List<String> ticks = clock.call(() -> {
            var ticker = Ticker.every(Duration.ofMillis(2), MissedTicks.DELAY);
            assertThat(next(ticker)).isEqualTo("0@0");
            clock.advance(Duration.ofMillis(5));
            return next(ticker, 3);
        });
        assertThat(ticks).containsExactly("1@5", "2@7", "3@9");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void periodIsPositive(long nanos) {
        assertThatThrownBy(() -> Ticker.every(Duration.ofNanos(nanos)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("period must be positive, not " + Duration.ofNanos(nanos));
    }

    @Test
    void periodThatIsTooLongToCountEndsNever() throws Exception {
        var waiting = Threads.VIRTUAL.run(() -> {
            var ticker = Ticker.every(Duration.ofSeconds(Long.MAX_VALUE), MissedTicks.SKIP);
            assertThat(ticker.tick()).isZero();
            ticker.tick();
        });
        waiting.awaitWaiting().interrupt();
        waiting.failure(InterruptedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void interruptEndsTheWait(Threads threads) throws Exception {
        var ticker = Ticker.every(FAR);
        assertThat(ticker.tick()).isZero();
        var waiting = threads.run(ticker::tick).awaitWaiting();

        waiting.interrupt();

        waiting.failure(InterruptedException.class);
        assertThat(waiting.wasInterruptedAtEnd()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void interruptsLoseNoTick(Threads threads) throws Exception {
        var ticks = threads.call(() -> {
            var ticker = Ticker.every(Duration.ofMillis(1));
            List<Long> numbers = new ArrayList<>();
            while (numbers.size() < 50) {
                try {
                    numbers.add(ticker.tick());
                } catch (InterruptedException again) {
                    // Until it is due.
                }
            }
            return numbers;
        });
        Eventually.holds("all ticks have come", () -> {
            ticks.interrupt();
            return ticks.isFinished();
        });
        assertThat(ticks.result()).isEqualTo(LongStream.range(0, 50).boxed().toList());
    }

    @Test
    void interruptedThreadIsToldThoughATickIsDue() throws Exception {
        var ticks = Threads.VIRTUAL.run(() -> {
            var ticker = Ticker.every(Duration.ofNanos(1));
            Thread.currentThread().interrupt();
            assertThatThrownBy(ticker::tick).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(ticker.tick()).isZero();
            assertThat(ticker.tick()).isEqualTo(1);
        });
        assertThat(ticks.thrown()).isEmpty();
    }

    @Test
    void deadlineEndsTheWaitAndLosesNoTick() throws Exception {
        List<String> ticks = clock.call(() -> {
            var ticker = Ticker.every(SECOND);
            assertThat(next(ticker)).isEqualTo("0@0");
            Expect.failure(
                    ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(Duration.ofMillis(400), () -> next(ticker)));
            assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(400));
            return next(ticker, 2);
        });
        assertThat(ticks).containsExactly("1@1000", "2@2000");
    }

    @Test
    void deadlineEndsALoopThatIsAlwaysLate() throws Exception {
        long ended = clock.call(() -> {
            var ticker = Ticker.every(Duration.ofMillis(1));
            var last = new long[1];
            Expect.failure(
                    ErrorKind.DEADLINE_EXCEEDED,
                    () -> Tasks.runWithDeadline(SECOND, () -> {
                        for (; ; ) {
                            last[0] = ticker.tick();
                            clock.advance(Duration.ofMillis(10));
                        }
                    }));
            return last[0];
        });
        assertThat(ended).isEqualTo(99);
    }

    @Test
    void tickAtTheMomentOfTheDeadlineIsReturned() throws Exception {
        assertThat(clock.call(() -> {
                    var ticker = Ticker.every(SECOND);
                    ticker.tick();
                    return Tasks.withDeadline(FAR, () -> next(ticker));
                }))
                .isEqualTo("1@1000");
    }

    @ParameterizedTest
    @EnumSource
    void noTickIsEarlyByThePlatformsClock(MissedTicks missed) throws Exception {
        long period = 300_000;
        long before = now();
        var ticker = Ticker.every(Duration.ofNanos(period), missed);
        long last = -1;
        for (int i = 0; i < 100; i++) {
            long number = ticker.tick();
            long elapsed = now() - before;
            assertThat(elapsed).isGreaterThanOrEqualTo(number * period);
            if (missed == MissedTicks.SKIP) {
                assertThat(number).isGreaterThan(last);
            } else {
                assertThat(number).isEqualTo(last + 1);
            }
            last = number;
        }
    }

    @Test
    void ticksAllocateNothing() throws Exception {
        // Not behind the schedule, or it would never wait.
        var ticker = Ticker.every(Duration.ofNanos(20_000), MissedTicks.SKIP);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // The compiler decides when the steady state is reached.
        for (int round = 0; round < 30 && least > 0; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 500; i++) {
                ticker.tick();
            }
            least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / 500);
        }
        assertThat(least).isZero();
    }
}
