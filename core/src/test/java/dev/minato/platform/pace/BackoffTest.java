package dev.minato.platform.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Platform;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.WaitQueue;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A back-off doubles to its maximum, starts over after a success, and its wait ends with the handle.
class BackoffTest {
    @Test
    void delaysDoubleToTheMaximumAndStartOver() {
        var backoff = new Backoff(5, 30);
        assertThat(LongStream.generate(backoff::next).limit(5)).containsExactly(5L, 10L, 20L, 30L, 30L);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 64, 0, 1",
        "1, 64, 1, 1",
        "1, 64, 7, 64",
        "1, 64, 2147483647, 64",
        "1, 9223372036854775807, 63, 4611686018427387904",
        "1, 9223372036854775807, 64, 9223372036854775807",
        "3, 9223372036854775807, 63, 9223372036854775807",
        "5, 5, 1, 5",
    })
    void delayNeverOverflows(long first, long max, int failures, long delay) {
        assertThat(Backoff.delay(first, max, failures)).isEqualTo(delay);
    }

    @Test
    void fullJitterIsBetweenNothingAndTheDelay() {
        for (long seed = 0; seed < 1000; seed++) {
            var random = new Random(seed);
            long first = random.nextLong(Long.MAX_VALUE >> random.nextInt(63)) + 1;
            long max = first + random.nextLong(Long.MAX_VALUE - first + 1);
            var backoff = new Backoff(first, max, random::nextLong);
            for (int failures = 1; failures < 80; failures++) {
                assertThat(backoff.next())
                        .as("seed %d: first %d, max %d, failures %d", seed, first, max, failures)
                        .isBetween(0L, Backoff.delay(first, max, failures));
            }
        }
    }

    @Test
    void waitEndsWithItsTimeOrItsHandle() {
        var queue = new WaitQueue(Platform.current().parker());
        var handle = new Handle();
        var backoff = new Backoff(1, 1);
        assertThat(backoff.await(queue, handle, Deadline.NEVER)).isTrue();
        queue.close();
        assertThat(new Backoff(Long.MAX_VALUE, Long.MAX_VALUE).await(queue, handle, Deadline.NEVER))
                .isFalse();
    }
}
