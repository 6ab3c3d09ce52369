package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// What a client measures of its way: loss, and the round trip.
class MetersTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);
    private static final long MILLI = 1_000_000;

    private final LossMeter loss = new LossMeter();
    private final RoundTrip roundTrip = new RoundTrip();

    @Test
    void lossIsThatOfTheLast128() {
        assertThat(loss.loss()).isZero();
        for (int i = 1; i <= 100; i++) {
            if (i % 10 != 0) {
                loss.came(i);
            }
        }
        // The hundredth may yet come.
        assertThat(loss.loss()).isCloseTo(9 / 99.0, EXACT);
        for (int i = 100; i < 228; i++) {
            loss.came(i);
        }
        assertThat(loss.loss()).isZero();
    }

    @Test
    void lateIsNotLost() {
        for (int i : new int[] {1, 2, 4, 5, 3}) {
            loss.came(i);
        }
        assertThat(loss.loss()).isZero();
        loss.came(70);
        for (int i = 6; i < 70; i++) {
            loss.came(i);
        }
        assertThat(loss.loss()).isZero();
    }

    @Test
    void outageIsAllLost() {
        loss.came(1);
        loss.came(1_001);
        assertThat(loss.loss()).isCloseTo(127 / 128.0, EXACT);
        loss.came(1_065);
        assertThat(loss.loss()).isCloseTo(126 / 128.0, EXACT);
        loss.came(65_530);
        assertThat(loss.loss()).as("65,530 is older than 1,065").isCloseTo(126 / 128.0, EXACT);
    }

    @Test
    void lossSurvivesTheEndOfTheNumbers() {
        for (int i = 0; i < 70_000; i++) {
            loss.came(i & 0xffff);
        }
        assertThat(loss.loss()).isZero();
    }

    /// What the server kept it does not count, and each input is measured once.
    @Test
    void roundTripIsThatOfTheNetwork() {
        roundTrip.sent(1, 1_000 * MILLI);
        roundTrip.heard(1, 1, 15 * MILLI, 1_055 * MILLI);
        assertThat(roundTrip.nanos()).isEqualTo(40 * MILLI);
        roundTrip.heard(1, 1, 15 * MILLI, 1_955 * MILLI);
        assertThat(roundTrip.nanos()).isEqualTo(40 * MILLI);
        for (int i = 2; i < 200; i++) {
            roundTrip.sent(i, i * MILLI);
            roundTrip.heard(i, i, 0, (i + 80) * MILLI);
        }
        assertThat(roundTrip.nanos()).isBetween(79 * MILLI, 80 * MILLI);
        assertThat(roundTrip.variation()).isLessThan(MILLI);
    }

    /// A step back of the estimate, as a snapshot brings it that took long, stops what is shown, and no more.
    @Test
    void clockNeverRunsBackwards() {
        var clock = new InterpolationClock(100 * MILLI);
        clock.came(600, 10_000 * MILLI);
        assertThat(clock.shown(10_000 * MILLI)).isCloseTo(594, Offset.offset(0.01));
        clock.came(602, 10_200 * MILLI);
        assertThat(clock.shown(10_000 * MILLI)).isCloseTo(594, Offset.offset(0.01));
        assertThat(clock.shown(10_200 * MILLI)).isBetween(600.0, 602.0);
    }

    /// A server that says it has heard what was never sent, or longer ago than inputs are remembered.
    @Test
    void impossibleInputsAreNotMeasured() {
        roundTrip.sent(1, 0);
        roundTrip.heard(2, 1, 0, 50 * MILLI);
        roundTrip.heard(1, 300, 0, 50 * MILLI);
        assertThat(roundTrip.nanos()).isZero();
    }
}
