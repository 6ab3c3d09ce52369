package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Threads;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bodies that end at about the time of their deadline: whatever came first, no interrupt comes afterwards.
@Timeout(60)
class DeadlineRaceTest {
    private static final int ROUNDS = 5_000;
    private static final int MAX_NANOS = 100_000;

    private final Random random = new Random(17);

    private Duration some() {
        return Duration.ofNanos(random.nextInt(MAX_NANOS));
    }

    /// Computes for about as long as the deadlines are.
    private void spin() {
        long end = System.nanoTime() + random.nextInt(MAX_NANOS);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static void isNotInterrupted(int round) {
        assertThat(Thread.interrupted()).as("interrupted in round " + round).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void noInterruptComesAfterTheBody(Threads threads) {
        threads.run(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        Tasks.runWithDeadline(some(), this::spin);
                        isNotInterrupted(round);
                    }
                })
                .result();
    }

    @ParameterizedTest
    @EnumSource
    void noInterruptComesAfterSeveralDeadlines(Threads threads) {
        threads.run(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        Tasks.runWithDeadline(some(), () -> {
                            Tasks.runWithDeadline(some(), this::spin);
                            Tasks.runWithDeadline(some(), this::spin);
                        });
                        isNotInterrupted(round);
                    }
                })
                .result();
    }

    @ParameterizedTest
    @EnumSource
    void waitEndsWithTheDeadlineOrWithItsValue(Threads threads) {
        var queue = new LinkedBlockingQueue<Integer>();
        threads.run(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        queue.clear();
                        int expected = round;
                        Task<Boolean> offer = Tasks.spawn(() -> queue.add(expected));
                        try {
                            assertThat(Tasks.withDeadline(some(), queue::take)).isEqualTo(round);
                        } catch (NetException e) {
                            assertThat(e.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
                        }
                        isNotInterrupted(round);
                        offer.join();
                    }
                })
                .result();
    }
}
