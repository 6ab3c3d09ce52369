package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.minato.services.dns.DnsSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
        assertThat(DEFAULT.maxConnections()).isEqualTo(10_000);
        assertThat(DEFAULT.maxPerAddress()).isEmpty();
        assertThat(DEFAULT.maxAcceptRate()).isEmpty();
        assertThat(DEFAULT.firstByteTimeout()).isEmpty();
        assertThat(DEFAULT.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(DEFAULT.requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(DEFAULT.writeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(DEFAULT.maxLifetime()).isEmpty();
        assertThat(DEFAULT.maxLine()).isEqualTo(65_536);
        assertThat(DEFAULT.kvMaxBytes()).isEqualTo(Math.min(268_435_456, HALF_THE_HEAP / 2));
        assertThat(DEFAULT.metricsInSeries()).isEqualTo((int) Math.min(10_000, HALF_THE_HEAP / 2 / (10 * 1024)));
        assertThat(DEFAULT.metricsInExpiry()).isEqualTo(Duration.ofHours(1));
        assertThat(DEFAULT.maxAnswers()).isEqualTo(1_000);
        assertThat(DEFAULT.drainTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(DEFAULT.dns().upstreams()).isEmpty();
        assertThat(DEFAULT.dns().timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(DEFAULT.dns().cacheBytes()).isEqualTo(8 * 1024 * 1024);
        assertThat(DEFAULT.dns().maxInProgress()).isEqualTo(256);
    }

    @Test
    void eachChangesAlone() {
        Limits changed = DEFAULT.withMaxConnections(1)
                .withMaxPerAddress(2)
                .withMaxAcceptRate(3)
                .withFirstByteTimeout(Duration.ofSeconds(4))
                .withIdleTimeout(Duration.ofSeconds(5))
                .withRequestTimeout(Duration.ofSeconds(6))
                .withWriteTimeout(Duration.ofSeconds(7))
                .withMaxLifetime(Duration.ofSeconds(8))
                .withMaxLine(9)
                .withKvMaxBytes(10)
                .withMaxAnswers(11)
                .withDrainTimeout(Duration.ofSeconds(12))
                .withMetricsInSeries(13)
                .withMetricsInExpiry(Duration.ofSeconds(14))
                .withDns(DEFAULT.dns().withMaxInProgress(15).withCacheBytes(16).withTimeout(Duration.ofSeconds(17)));
        assertThat(changed.maxConnections()).isEqualTo(1);
        assertThat(changed.maxPerAddress()).hasValue(2);
        assertThat(changed.maxAcceptRate()).hasValue(3);
        assertThat(changed.firstByteTimeout()).hasValue(Duration.ofSeconds(4));
        assertThat(changed.idleTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(changed.requestTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(changed.writeTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(changed.maxLifetime()).hasValue(Duration.ofSeconds(8));
        assertThat(changed.maxLine()).isEqualTo(9);
        assertThat(changed.kvMaxBytes()).isEqualTo(10);
        assertThat(changed.maxAnswers()).isEqualTo(11);
        assertThat(changed.drainTimeout()).isEqualTo(Duration.ofSeconds(12));
        assertThat(changed.metricsInSeries()).isEqualTo(13);
        assertThat(changed.metricsInExpiry()).isEqualTo(Duration.ofSeconds(14));
        assertThat(changed.dns()).isEqualTo(new DnsSettings(List.of(), Duration.ofSeconds(17), 16, 15));
        assertThat(DEFAULT.maxConnections()).isEqualTo(10_000);
    }

    static Stream<Arguments> refused() {
        Duration none = Duration.ZERO;
        Duration negative = Duration.ofNanos(-1);
        return Stream.of(
                refused(() -> DEFAULT.withMaxConnections(0), "max connections must be at least 1, not 0"),
                refused(() -> DEFAULT.withIdleTimeout(none), "idle timeout must be positive, not PT0S"),
                refused(() -> DEFAULT.withIdleTimeout(negative), "idle timeout must be positive, not PT-0.000000001S"),
                refused(() -> DEFAULT.withWriteTimeout(none), "write timeout must be positive, not PT0S"),
                refused(() -> DEFAULT.withMaxPerAddress(0), "max per address must be at least 1, not 0"),
                refused(() -> DEFAULT.withMaxAcceptRate(0), "max accept rate must be from 1 to 1000000000, not 0"),
                refused(() -> DEFAULT.withFirstByteTimeout(none), "first byte timeout must be positive, not PT0S"),
                refused(() -> DEFAULT.withMaxLifetime(none), "max lifetime must be positive, not PT0S"),
                refused(() -> DEFAULT.withMaxLine(0), "max line must be from 1 to 67108864 bytes, not 0"),
                refused(
                        () -> DEFAULT.withMaxLine(67_108_865),
                        "max line must be from 1 to 67108864 bytes, not 67108865"),
                refused(() -> DEFAULT.withKvMaxBytes(0), KV_RANGE + 0),
                refused(() -> DEFAULT.withKvMaxBytes(HALF_THE_HEAP + 1), KV_RANGE + (HALF_THE_HEAP + 1)),
                refused(() -> DEFAULT.withMetricsInSeries(0), "metrics-in series must be from 1 to 1000000, not 0"),
                refused(
                        () -> DEFAULT.withMetricsInSeries(1_000_001),
                        "metrics-in series must be from 1 to 1000000, not 1000001"),
                refused(() -> DEFAULT.withMetricsInExpiry(none), "metrics-in expiry must be positive, not PT0S"),
                refused(() -> DEFAULT.withReservedBytes(-1), "reserved bytes must not be negative, as -1 is"),
                dnsRefused(dns -> dns.withTimeout(none), "timeout must be positive, not PT0S"),
                dnsRefused(dns -> dns.withCacheBytes(-1), "cache bytes must be from 0 to 1073741824, not -1"),
                dnsRefused(dns -> dns.withMaxInProgress(0), "max in progress must be from 1 to 65536, not 0"),
                refused(() -> DEFAULT.withMaxAnswers(0), "max answers must be at least 1, not 0"),
                refused(
                        () -> DEFAULT.withDrainTimeout(negative),
                        "drain timeout must not be negative, as PT-0.000000001S is"));
    }

    private static Arguments dnsRefused(UnaryOperator<DnsSettings> change, String sentence) {
        return refused(() -> DEFAULT.withDns(change.apply(DEFAULT.dns())), sentence);
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
            DEFAULT.withMaxConnections(Integer.MAX_VALUE)
                    .withIdleTimeout(longest)
                    .withRequestTimeout(longest)
                    .withWriteTimeout(longest)
                    .withFirstByteTimeout(longest)
                    .withMaxLifetime(longest)
                    .withMaxLine(67_108_864)
                    .withKvMaxBytes(HALF_THE_HEAP)
                    .withMaxAnswers(Integer.MAX_VALUE)
                    .withMetricsInSeries(1_000_000)
                    .withMetricsInExpiry(longest)
                    .withDrainTimeout(longest);
            DEFAULT.withIdleTimeout(shortest).withMaxLine(1).withKvMaxBytes(1).withDrainTimeout(Duration.ZERO);
        });
    }
}
