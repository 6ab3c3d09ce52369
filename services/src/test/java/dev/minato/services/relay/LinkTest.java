package dev.minato.services.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A link decides by its seed alone, and in the long run as its conditions say.
class LinkTest {
    private static final int MANY = 200_000;
    private static final Duration DELAY = Duration.ofMillis(40);
    private static final Duration JITTER = Duration.ofMillis(30);
    private static final NetworkConditions BAD = new NetworkConditions(0.05, DELAY, JITTER, 0.02, 0.01);

    private static List<Fate> fates(NetworkConditions conditions, long seed) {
        var link = new Link(conditions, new SplittableRandom(seed));
        var fates = new ArrayList<Fate>();
        for (int i = 0; i < MANY; i++) {
            fates.add(link.next());
        }
        return fates;
    }

    @Test
    void theSameSeedDecidesTheSame() {
        assertThat(fates(BAD, 7)).isEqualTo(fates(BAD, 7)).isNotEqualTo(fates(BAD, 8));
    }

    @Test
    void sharesAreAsAsked() {
        List<Fate> fates = fates(BAD, 1);
        assertThat(share(fates.stream().filter(Fate::lost).count())).isCloseTo(0.05, within(0.003));
        long passed = fates.stream().filter(fate -> !fate.lost()).count();
        assertThat(fates.stream().filter(Fate::reordered).count() / (double) passed)
                .isCloseTo(0.02, within(0.002));
        assertThat(fates.stream().filter(Fate::duplicated).count() / (double) passed)
                .isCloseTo(0.01, within(0.002));
    }

    private static double share(long count) {
        return count / (double) MANY;
    }

    /// Evenly from 10 to 70 ms; what is reordered is not delayed.
    @Test
    void delaysAreSpreadEvenlyAroundTheDelay() {
        var delays = fates(BAD, 2).stream()
                .filter(fate -> !fate.lost() && !fate.reordered())
                .mapToLong(Fate::delay)
                .summaryStatistics();
        assertThat(delays.getMin()).isBetween(10_000_000L, 10_100_000L);
        assertThat(delays.getMax()).isBetween(69_900_000L, 70_000_000L);
        assertThat(delays.getAverage()).isCloseTo(40e6, within(0.2e6));
        assertThat(fates(BAD, 2).stream().filter(Fate::reordered)).allMatch(fate -> fate.delay() == 0);
    }

    /// So two runs with different losses can be compared.
    @Test
    void aHigherLossLosesAlsoWhatALowerOneDoes() {
        List<Fate> few = fates(BAD, 3);
        List<Fate> many = fates(new NetworkConditions(0.2, DELAY, JITTER, 0.02, 0.01), 3);
        for (int i = 0; i < MANY; i++) {
            assertThat(many.get(i).lost() || !few.get(i).lost()).isTrue();
            assertThat(many.get(i).secondDelay()).isEqualTo(few.get(i).secondDelay());
        }
    }

    @Test
    void aPerfectNetworkTouchesNothing() {
        assertThat(fates(NetworkConditions.PERFECT, 4)).containsOnly(new Fate(false, false, false, 0, 0));
    }

    @Test
    void allCanBeLost() {
        assertThat(fates(new NetworkConditions(1, DELAY, JITTER, 1, 1), 5)).allMatch(Fate::lost);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1.1; 0; 0; 0; 0; loss must be from 0 to 1, not 1.1",
                "-0.1; 0; 0; 0; 0; loss must be from 0 to 1, not -0.1",
                "NaN; 0; 0; 0; 0; loss must be from 0 to 1, not NaN",
                "0; 40; 41; 0; 0; jitter must be from 0 to 40 ms, not 41 ms",
                "0; -1; 0; 0; 0; delay must be from 0 to 10000 ms, not -1 ms",
                "0; 10001; 0; 0; 0; delay must be from 0 to 10000 ms, not 10001 ms",
                "0; 40; 0; 2; 0; reordering must be from 0 to 1, not 2.0",
                "0; 40; 0; 0; 2; duplication must be from 0 to 1, not 2.0",
                "0; 0; 0; 0.1; 0; 'reordering needs a delay: nothing can be overtaken without one'",
            })
    void wrongConditionsAreRefused(
            double loss, long delay, long jitter, double reordering, double duplication, String message) {
        assertThatThrownBy(() -> new NetworkConditions(
                        loss, Duration.ofMillis(delay), Duration.ofMillis(jitter), reordering, duplication))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
