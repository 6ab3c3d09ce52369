package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.minato.services.game.Simulation.Client;
import dev.minato.services.game.Simulation.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Whatever the network does, server and clients come to the same; and where it does nothing wrong, a client is never
/// corrected. The seeds are printed.
class ConvergenceTest {
    private static final GameSettings SETTINGS = GameSettings.DEFAULT.withMaxPlayers(40);

    private static Simulation simulation(int players, Network network) {
        long seed = new SplittableRandom().nextLong();
        System.out.println("seed " + seed);
        return simulation(players, network, seed);
    }

    private static Simulation simulation(int players, Network network, long seed) {
        var simulation = new Simulation(SETTINGS, new SplittableRandom(seed));
        simulation.network = network;
        for (int i = 0; i < players; i++) {
            Client _ = simulation.join();
        }
        return simulation;
    }

    @Test
    void predictionIsTheServersPathWithoutLoss() {
        var simulation = simulation(5, new Network(0, 0, 40, 10));
        simulation.run(20_000);
        for (Client client : simulation.clients) {
            ClientStats stats = client.playing().stats();
            assertThat(stats.corrections()).isZero();
            assertThat(stats.snapshots()).isGreaterThan(500);
            assertThat(client.playing().view(simulation.now).self())
                    .as("is ahead of the server")
                    .isNotNull();
        }
        assertThat(simulation.core.counts().inputs).isGreaterThan(5 * 1_150);
    }

    /// An input is lost only if sixteen packets in a row are, or the last ones of all.
    @Test
    void lossLosesNoInput() {
        var simulation = simulation(5, new Network(0.2, 0.1, 30, 40), 12);
        simulation.run(20_000);
        for (Client client : simulation.clients) {
            assertThat(client.playing().stats().corrections()).isZero();
        }
    }

    @RepeatedTest(20)
    void anyLossReorderingAndRepetitionConverges() {
        var random = new SplittableRandom();
        var network = new Network(
                random.nextDouble(0.6), random.nextDouble(0.4), random.nextLong(1, 100), random.nextLong(1, 250));
        System.out.println(network);
        var simulation = simulation(random.nextInt(1, 40), network);
        simulation.run(6_000);
        // Nobody moves any more, and what is under way arrives.
        simulation.clients.forEach(client -> client.stands = true);
        simulation.run(3_000);
        simulation.network = Network.PERFECT;
        simulation.run(1_500);
        assertSame(simulation);
    }

    /// All have the state of the server: that of themselves, and of all whom they see.
    private static void assertSame(Simulation simulation) {
        Map<Integer, Position> truth = new HashMap<>();
        simulation.core.views().forEach(view -> truth.put(view.id(), view.position()));
        for (Client client : simulation.clients) {
            assertThat(client.session.end()).isEmpty();
            GameView view = client.view();
            int id = client.playing().id();
            assertThat(view.self()).isEqualTo(truth.get(id));
            assertThat(view.players()).isEqualTo(truth.size());
            assertThat(view.latest()).hasSize(Math.min(truth.size() - 1, GameRules.MAX_SEEN));
            assertThat(view.others()).isEqualTo(view.latest());
            for (PlayerView other : view.latest()) {
                assertThat(other.position()).isEqualTo(truth.get(other.id()));
                assertThat(other.id()).isNotEqualTo(id);
            }
        }
    }

    /// The numbers of inputs, of snapshots and of the ticks begin anew on the way.
    @Test
    void numbersWrapAround() {
        var simulation = simulation(2, new Network(0.1, 0.1, 20, 30));
        simulation.tick = (1L << 32) - 60 * 60;
        // 65,536 inputs are 18 minutes.
        simulation.run(20 * 60_000);
        assertThat(simulation.tick).isGreaterThan(1L << 32);
        assertThat(simulation.core.counts().inputs).isGreaterThan(2 * 70_000);
        simulation.clients.forEach(client -> client.stands = true);
        simulation.network = Network.PERFECT;
        simulation.run(1_000);
        assertSame(simulation);
        assertThat(simulation.clients.getFirst().view().tick()).isGreaterThan(1L << 32);
    }

    /// Neither that of the newest snapshot nor that which is shown, whatever comes late.
    @Test
    void timeNeverRunsBackwards() {
        var simulation = simulation(2, new Network(0.1, 0.2, 20, 150));
        simulation.run(1_000);
        Client client = simulation.clients.getFirst();
        GameView last = client.view();
        for (int i = 0; i < 2_000; i++) {
            simulation.run(2);
            GameView view = client.view();
            assertThat(view.tick()).isGreaterThanOrEqualTo(last.tick());
            assertThat(view.shownTick()).isGreaterThanOrEqualTo(last.shownTick());
            last = view;
        }
        assertThat(client.playing().stats().ignored()).isPositive();
    }

    @Test
    void repetitionsAreIgnored() {
        var simulation = simulation(1, new Network(0, 0.5, 20, 0));
        simulation.run(5_000);
        ClientStats stats = simulation.clients.getFirst().playing().stats();
        assertThat(stats.snapshots()).isBetween(120L, simulation.tick / 2 + 1);
        assertThat(stats.ignored()).isGreaterThan(50);
        assertThat(simulation.core.counts().ignored().get(Malformed.LATE)).isGreaterThan(100);
    }

    /// Two seconds of silence, each way, are made up for; the player is where the server has him then.
    @Test
    void outageIsSurvived() {
        var simulation = simulation(3, new Network(0, 0, 20, 0));
        simulation.run(2_000);
        simulation.network = new Network(1, 0, 20, 0);
        simulation.run(4_000);
        simulation.network = Network.PERFECT;
        simulation.run(2_000);
        simulation.clients.forEach(client -> client.stands = true);
        simulation.run(2_500);
        assertSame(simulation);
    }

    /// What is shown is the true path, late: much closer to it than what came last is to the present.
    @Test
    void interpolationIsSmoothUnderLossAndJitter() {
        var simulation = simulation(8, new Network(0.05, 0, 40, 30), 77);
        simulation.run(3_000);
        var raw = new ArrayList<Double>();
        var interpolated = new ArrayList<Double>();
        double behind = 0;
        double last = simulation.clients.getFirst().view().shownTick();
        for (int frame = 0; frame < 1_200; frame++) {
            simulation.run(16);
            GameView view = simulation.clients.getFirst().view();
            double present = simulation.tick - 1;
            // 16 ms are 0.96 ticks; the jitter is two.
            assertThat(view.shownTick() - last).isCloseTo(0.96, offset(0.4));
            last = view.shownTick();
            behind += (present - view.shownTick()) / 1_200;
            for (PlayerView other : view.others()) {
                interpolated.add(other.position().distance(simulation.at(view.shownTick(), other.id())));
            }
            for (PlayerView other : view.latest()) {
                raw.add(other.position().distance(simulation.at(present, other.id())));
            }
        }
        System.out.println("raw " + p(raw, 0.5) + " " + p(raw, 0.99) + ", interpolated " + p(interpolated, 0.5) + " "
                + p(interpolated, 0.99) + ", ticks behind " + behind);
        assertThat(p(interpolated, 0.99) * 5).isLessThan(p(raw, 0.99));
        assertThat(p(interpolated, 0.5) * 5).isLessThan(p(raw, 0.5));
        // 100 ms, and 40 to 70 ms on the way: 8.4 to 10.2 ticks.
        assertThat(behind).isCloseTo(9.3, offset(1.5));
    }

    private static double p(List<Double> values, double share) {
        values.sort(null);
        return values.get((int) (share * (values.size() - 1)));
    }
}
