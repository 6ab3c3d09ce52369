package dev.minato.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A histogram tells each duration to within an eighth, counts and sums exactly, and loses nothing of what several
/// threads record.
class HistogramTest {
    private static HistogramSnapshot of(long... nanos) {
        var histogram = new Histogram();
        LongStream.of(nanos).forEach(histogram::record);
        return histogram.snapshot();
    }

    @Test
    void anEmptyOneIsZero() {
        HistogramSnapshot none = of();
        assertThat(none.count()).isZero();
        assertThat(none.sum()).isZero();
        assertThat(none.max()).isZero();
        assertThat(none.quantile(0.5)).isZero();
        assertThat(none.countBelow(Long.MAX_VALUE)).isZero();
    }

    @Test
    void countSumAndMaximumAreExact() {
        HistogramSnapshot three = of(5, 1_000_003, 17);
        assertThat(three.count()).isEqualTo(3);
        assertThat(three.sum()).isEqualTo(1_000_025);
        assertThat(three.max()).isEqualTo(1_000_003);
        assertThat(three.quantile(1)).isEqualTo(1_000_003);
    }

    @Test
    void eachDurationIsToldToWithinAnEighth() {
        for (long nanos = 1; nanos < 1L << 42; nanos = nanos * 9 / 8 + 1) {
            // The longer one keeps the maximum from bounding the answer.
            long told = of(nanos, Long.MAX_VALUE).quantile(0.5);
            assertThat(told).isBetween(nanos, nanos + nanos / 8);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void zeroAndNegativeOnesCountAsZero(long nanos) {
        HistogramSnapshot one = of(nanos);
        assertThat(one.count()).isEqualTo(1);
        assertThat(one.sum()).isZero();
        assertThat(one.quantile(0.99)).isZero();
        assertThat(one.countBelow(1)).isEqualTo(1);
    }

    @Test
    void whatIsTooLongCountsAsTheLongest() {
        HistogramSnapshot two = of(1L << 50, Long.MAX_VALUE / 2);
        assertThat(two.count()).isEqualTo(2);
        assertThat(two.max()).isEqualTo(Long.MAX_VALUE / 2);
        assertThat(two.quantile(0.5)).isEqualTo((1L << 42) - 1);
        assertThat(two.countBelow(1L << 41)).isZero();
    }

    @Test
    void countsBelowPowersOfTwoAreExact() {
        long[] all = LongStream.range(0, 5000).toArray();
        HistogramSnapshot histogram = of(all);
        for (int power = 0; power < 12; power++) {
            assertThat(histogram.countBelow(1L << power)).isEqualTo(1L << power);
        }
        assertThat(histogram.countBelow(0)).isZero();
        assertThat(histogram.countBelow(-5)).isZero();
    }

    @Test
    void quantilesAreThoseOfTheRank() {
        HistogramSnapshot hundred = of(LongStream.rangeClosed(1, 100).toArray());
        assertThat(hundred.quantile(0)).isEqualTo(1);
        assertThat(hundred.quantile(0.1)).isEqualTo(10);
        assertThat(hundred.quantile(0.5)).isBetween(50L, 56L);
        assertThat(hundred.quantile(0.99)).isBetween(99L, 100L);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aShareIsFromZeroToOne(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HistogramSnapshot.EMPTY.quantile(share))
                .withMessageContaining("share");
    }

    @Test
    void aDifferenceIsWhatCameLater() {
        var histogram = new Histogram();
        histogram.record(1_000_000);
        HistogramSnapshot before = histogram.snapshot();
        histogram.record(10);
        histogram.record(20);
        HistogramSnapshot later = histogram.snapshot().since(before);
        assertThat(later.count()).isEqualTo(2);
        assertThat(later.sum()).isEqualTo(30);
        assertThat(later.max()).isBetween(20L, 22L);
        assertThat(later.plus(before).count()).isEqualTo(3);
        assertThat(later.plus(before).max()).isEqualTo(1_000_000);
        assertThat(histogram.snapshot().since(histogram.snapshot()).max()).isZero();
    }

    @Test
    void threadsLoseNothing() throws InterruptedException {
        var histogram = new Histogram();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int n = 1; n <= 10_000; n++) {
                    histogram.record(n);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        HistogramSnapshot all = histogram.snapshot();
        assertThat(all.count()).isEqualTo(80_000);
        assertThat(all.sum()).isEqualTo(8 * 50_005_000L);
        assertThat(all.max()).isEqualTo(10_000);
    }
}
