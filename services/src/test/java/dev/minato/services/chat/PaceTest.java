package dev.minato.services.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A burst of lines at once, then one in each interval; whatever the clock does, nobody waits for longer than
/// that.
class PaceTest {
    private static final Duration INTERVAL = ChatLimits.DEFAULT.interval();
    private static final int BURST = ChatLimits.DEFAULT.burst();

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final Pace pace = new Pace(ChatLimits.DEFAULT, clock);

    private void burst() {
        for (int i = 0; i < BURST; i++) {
            assertThat(pace.afterLine()).isZero();
        }
    }

    @Test
    void aBurstIsFreeAndComesBackWithTime() {
        burst();
        assertThat(pace.afterLine()).isEqualTo(INTERVAL);
        millis.addAndGet(INTERVAL.toMillis());
        assertThat(pace.afterLine()).isEqualTo(INTERVAL);
        millis.addAndGet((BURST + 1) * INTERVAL.toMillis());
        burst();
        assertThat(pace.afterLine()).isPositive();
    }

    @Test
    void aClockThatIsSetBackHoldsNobodyUp() {
        burst();
        millis.addAndGet(-500_000);
        assertThat(pace.afterLine()).isLessThanOrEqualTo(INTERVAL);
        millis.addAndGet(BURST * INTERVAL.toMillis() * 2);
        assertThat(pace.afterLine()).isZero();
    }
}
