package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.ManualClock;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// A second's worth of connections at once, and the rest one by one; on a clock that only waits move.
class AcceptRateTest {
    private final ManualClock clock = new ManualClock().jumping();

    private Duration timeOf(AcceptRate rate, int connections) throws Exception {
        Duration before = clock.elapsed();
        for (int i = 0; i < connections; i++) {
            rate.await();
        }
        return clock.elapsed().minus(before);
    }

    @Test
    void aBurstIsASecondsWorth() throws Exception {
        clock.call(() -> {
            var rate = new AcceptRate(OptionalInt.of(20));
            assertThat(timeOf(rate, 20)).isZero();
            assertThat(timeOf(rate, 10)).isEqualTo(Duration.ofMillis(500));
            return true;
        });
    }

    @Test
    void whatWasNotUsedInASecondIsGone() throws Exception {
        clock.call(() -> {
            var rate = new AcceptRate(OptionalInt.of(20));
            clock.advance(Duration.ofHours(1));
            assertThat(timeOf(rate, 20)).isZero();
            assertThat(timeOf(rate, 1)).isEqualTo(Duration.ofMillis(50));
            return true;
        });
    }

    @Test
    void withoutARateNobodyWaits() throws Exception {
        clock.call(() -> {
            assertThat(timeOf(new AcceptRate(OptionalInt.empty()), 100_000)).isZero();
            return true;
        });
    }
}
