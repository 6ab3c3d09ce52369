package dev.minato.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.wait.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The deadline of a program: when it has passed, and how a message names it.
class ExpiryTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT-5S, 0 s",
        "PT0.000000001S, 1 ns",
        "PT0.0000015S, 1.5 us",
        "PT0.02S, 20 ms",
        "PT0.999999999S, 999.999999 ms",
        "PT1S, 1 s",
        "PT1.5S, 1.5 s",
        "PT10M, 600 s",
        "P1D, 86400 s"
    })
    void isNamedByItsLength(Duration length, String text) {
        assertThat(Expiry.after(0, length)).hasToString(text);
    }

    @Test
    void hasPassedFromItsMomentOn() {
        var expiry = Expiry.after(5, Duration.ofNanos(10));

        assertThat(expiry.isOver(14)).isFalse();
        assertThat(expiry.isOver(15)).isTrue();
    }

    @Test
    void ofNoTimeHasPassed() {
        assertThat(Expiry.after(5, Duration.ZERO).isOver(5)).isTrue();
        assertThat(Expiry.after(5, Duration.ofSeconds(Long.MIN_VALUE)).isOver(5))
                .isTrue();
    }

    @Test
    void thatIsTooFarAwayNeverPasses() {
        var expiry = Expiry.after(5, Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(expiry.at()).isEqualTo(Deadline.NEVER);
        assertThat(expiry.isOver(Deadline.NEVER)).isFalse();
        assertThat(expiry).hasToString("never");
    }
}
