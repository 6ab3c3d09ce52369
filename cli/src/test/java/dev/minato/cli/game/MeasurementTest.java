package dev.minato.cli.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.minato.services.game.Position;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/// Errors are those of the path that was drawn, whatever its delay.
class MeasurementTest {
    private static final long FRAME = 8_333_333;
    private static final long TICK = 16_666_667;
    private static final int FRAMES = 1_200;
    private static final long BEGIN = 1_000_000_000L;

    /// A player who walks 30 units a second on a circle.
    private static Position walk(double nanos) {
        double angle = nanos / 1e9;
        return new Position(160 + 30 * Math.cos(angle), 90 + 30 * Math.sin(angle));
    }

    private static Track truth() {
        var track = new Track();
        for (long nanos = 0; nanos < BEGIN + FRAMES * FRAME; nanos += TICK) {
            track.add(nanos, walk(nanos));
        }
        return track;
    }

    private static Track drawn(LongFunction<Position> at) {
        var track = new Track();
        for (int i = 0; i < FRAMES; i++) {
            long nanos = BEGIN + i * FRAME;
            track.add(nanos, at.apply(nanos));
        }
        return track;
    }

    @Test
    void aPathThatIsOnlyLateHasNoError() {
        Measurement late = Measurement.of(drawn(nanos -> walk(nanos - 150_000_000.0)), truth());
        assertThat(late.lagMillis()).isEqualTo(150);
        assertThat(late.error().max()).isLessThan(0.01);
        // The chord of 0.15 radians.
        assertThat(late.errorNow().p50()).isCloseTo(60 * Math.sin(0.075), within(0.01));
        assertThat(late.jump().max()).isCloseTo(0.25, within(0.001));
    }

    /// Drawn anew 20 times a second: between 0 and 50 ms late, so 25 ms off at most.
    @Test
    void aPathThatJumpsHasTheErrorOfItsJumps() {
        Measurement steps =
                Measurement.of(drawn(nanos -> walk(Math.floorDiv(nanos, 50_000_000L) * 50_000_000L)), truth());
        assertThat(steps.lagMillis()).isBetween(18L, 26L);
        assertThat(steps.error().max()).isBetween(0.7, 1.0);
        assertThat(steps.error().p50()).isBetween(0.2, 0.42);
        assertThat(steps.jump().max()).isCloseTo(1.5, within(0.01));
        assertThat(steps.jump().p50()).isZero();
    }

    @Test
    void aPathBesideTheTrueOneKeepsItsDistance() {
        Measurement beside = Measurement.of(
                drawn(nanos -> new Position(walk(nanos).x(), walk(nanos).y() + 500)), truth());
        assertThat(beside.error().p50()).isBetween(450.0, 550.0);
    }

    @Test
    void quantilesAreRanks() {
        var hundred = new double[100];
        for (int i = 0; i < 100; i++) {
            hundred[i] = 100 - i;
        }
        assertThat(Quantiles.of(hundred)).isEqualTo(new Quantiles(50, 99, 100));
        assertThat(Quantiles.of(new double[] {7})).isEqualTo(new Quantiles(7, 7, 7));
    }

    @Test
    void aTrackIsStraightBetweenItsPoints() {
        var track = new Track();
        track.add(10, new Position(0, 100));
        track.add(20, new Position(10, 200));
        track.add(20, new Position(30, 300));
        track.add(40, new Position(50, 300));
        assertThat(track.at(0)).isEqualTo(new Position(0, 100));
        assertThat(track.at(15)).isEqualTo(new Position(5, 150));
        assertThat(track.at(20)).isEqualTo(new Position(30, 300));
        assertThat(track.at(30)).isEqualTo(new Position(40, 300));
        assertThat(track.at(41)).isEqualTo(new Position(50, 300));
    }
}
