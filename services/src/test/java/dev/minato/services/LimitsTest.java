package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Limits that make no sense are refused with a sentence that names the limit.
class LimitsTest {
    private static final Limits DEFAULT = Limits.DEFAULT;
    private static final long HALF_THE_HEAP = Runtime.getRuntime().maxMemory() / 2;
    private static final String KV_RANGE = "kv max bytes must be from 1 to " + HALF_THE_HEAP + " (half the heap), not ";

    @Test
    void defaultsAreThoseOfTheManual() {
        assertThat(DEFAULT)
                .isEqualTo(new Limits(
                        10_000,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        65_536,
                        Math.min(268_435_456, Runtime.getRuntime().maxMemory() / 2),
                        1_000,
                        Duration.ofSeconds(5)));
    }

    static Stream<Arguments> refused() {
        Duration none = Duration.ZERO;
        Duration negative = Duration.ofNanos(-1);
        return Stream.of(
                refused(() -> DEFAULT.withMaxConnections(0), "max connections must be at least 1, not 0"),
                refused(() -> DEFAULT.withIdleTimeout(none), "idle timeout must be positive, not PT0S"),
                refused(() -> DEFAULT.withIdleTimeout(negative), "idle timeout must be positive, not PT-0.000000001S"),
                refused(() -> DEFAULT.withWriteTimeout(none), "write timeout must be positive, not PT0S"),
                refused(() -> DEFAULT.withMaxLine(0), "max line must be from 1 to 67108864 bytes, not 0"),
                refused(
                        () -> DEFAULT.withMaxLine(67_108_865),
                        "max line must be from 1 to 67108864 bytes, not 67108865"),
                refused(() -> DEFAULT.withKvMaxBytes(0), KV_RANGE + 0),
                refused(() -> DEFAULT.withKvMaxBytes(HALF_THE_HEAP + 1), KV_RANGE + (HALF_THE_HEAP + 1)),
                refused(() -> DEFAULT.withMaxAnswers(0), "max answers must be at least 1, not 0"),
                refused(
                        () -> DEFAULT.withDrainTimeout(negative),
                        "drain timeout must not be negative, as PT-0.000000001S is"));
    }

    private static Arguments refused(Supplier<Limits> limits, String sentence) {
        return Arguments.of(limits, sentence);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void limitOutOfItsRangeIsRefused(Supplier<Limits> limits, String sentence) {
        assertThatIllegalArgumentException().isThrownBy(limits::get).withMessage(sentence);
    }

    @Test
    void extremesAreTaken() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        Duration shortest = Duration.ofNanos(1);
        assertThatNoException().isThrownBy(() -> {
            new Limits(
                    Integer.MAX_VALUE,
                    longest,
                    longest,
                    longest,
                    67_108_864,
                    HALF_THE_HEAP,
                    Integer.MAX_VALUE,
                    longest);
            new Limits(1, shortest, shortest, shortest, 1, 1, 1, Duration.ZERO);
        });
    }
}
