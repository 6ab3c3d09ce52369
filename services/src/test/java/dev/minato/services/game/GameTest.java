package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.task.MissedTicks;
import dev.minato.task.Ticker;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A game over the network: players join, move, see each other, and leave.
@Timeout(60)
class GameTest {
    private static final SocketAddr ANY = SocketAddr.parse("127.0.0.1:0");
    private static final Input RIGHT = new Input(1, 0);

    /// Ticks: a machine that is busy leaves some out.
    private static final int AROUND = 30;

    @Test
    void playersSeeEachOtherMove() throws Exception {
        var truth = new ConcurrentSkipListMap<Long, Position>();
        TickListener listener = (tick, _, players) -> players.forEach(player -> {
            if (player.id() == 1) {
                truth.put(tick, player.position());
            }
        });
        try (var server = GameServer.start(ANY, GameSettings.DEFAULT.withListener(listener));
                var one = join(server);
                var two = join(server)) {
            assertThat(one.id()).isEqualTo(1);
            assertThat(two.id()).isEqualTo(2);
            assertThat(one.rules()).isEqualTo(GameRules.DEFAULT);
            Position start = one.view().self();
            Input input = start.x() < 160 ? RIGHT : new Input(-1, 0);

            GameView seen = play(
                    one,
                    input,
                    two,
                    view -> !view.others().isEmpty()
                            && view.others().getFirst().position().distance(start) > 10);

            assertThat(one.view().self().distance(start)).isGreaterThan(10);
            assertThat(seen.players()).isEqualTo(2);
            assertThat(seen.others().getFirst().id()).isEqualTo(1);
            // Shown is what was true around the tick that is shown.
            long tick = (long) seen.shownTick();
            double shown = seen.others().getFirst().position().distance(start);
            assertThat(shown)
                    .isBetween(
                            at(truth, tick - AROUND).distance(start),
                            at(truth, tick + AROUND).distance(start));
            assertThat(one.stats().corrections()).isZero();
            assertThat(one.stats().roundTrip()).isPositive();
        }
    }

    /// Where he was at the last tick up to that; at the first, if there is none before.
    private static Position at(ConcurrentSkipListMap<Long, Position> truth, long tick) {
        var entry = truth.floorEntry(tick);
        return entry == null ? truth.firstEntry().getValue() : entry.getValue();
    }

    private static GameClient join(GameServer server) throws NetException {
        return GameClient.join(server.localAddress(), settings());
    }

    private static GameClientSettings settings() {
        return GameClientSettings.of(new SplittableRandom());
    }

    /// Plays until the second one sees what it is to see.
    private static GameView play(GameClient one, Input input, GameClient two, Predicate<GameView> goal)
            throws Exception {
        var ticker = Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS), MissedTicks.SKIP);
        while (true) {
            long _ = ticker.tick();
            one.step(input);
            two.step(Input.NONE);
            GameView view = two.view();
            if (goal.test(view)) {
                return view;
            }
        }
    }

    @Test
    void whoLeavesIsGone() throws Exception {
        try (var server = GameServer.start(ANY, GameSettings.DEFAULT);
                var two = join(server)) {
            try (var one = join(server)) {
                GameView _ = play(one, RIGHT, two, view -> view.players() == 2);
            }
            var ticker = Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS), MissedTicks.SKIP);
            while (two.view().players() == 2 || !two.view().others().isEmpty()) {
                long _ = ticker.tick();
                two.step(Input.NONE);
            }
            assertThat(server.stats().players()).isEqualTo(1);
            assertThat(server.stats().timeouts()).isZero();
        }
    }

    @Test
    void fullGameRefusesInWords() throws Exception {
        try (var server = GameServer.start(ANY, GameSettings.DEFAULT.withMaxPlayers(1));
                var one = join(server)) {
            assertThatThrownBy(() -> join(server))
                    .isInstanceOfSatisfying(
                            NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.REFUSED_BY_PEER))
                    .hasMessageContaining("the game is full")
                    .hasMessageContaining(server.localAddress().toString());
            assertThat(one.id()).isEqualTo(1);
            assertThat(server.stats().refusedJoins()).isPositive();
        }
    }

    @Test
    void closingServerSaysSo() throws Exception {
        var server = GameServer.start(ANY, GameSettings.DEFAULT);
        try (var one = join(server)) {
            server.close();
            assertThat(server.awaitEnd()).isEmpty();
            assertThatThrownBy(() -> {
                        var ticker = Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS), MissedTicks.SKIP);
                        while (true) {
                            long _ = ticker.tick();
                            one.step(RIGHT);
                        }
                    })
                    .isInstanceOfSatisfying(
                            NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.REFUSED_BY_PEER))
                    .hasMessageContaining("the server is closing");
        }
        UdpSocket.bind(server.localAddress()).close();
    }

    /// It must not look alive, with a port that takes packets.
    @Test
    void failureEndsTheGame() throws Exception {
        var bug = new IllegalStateException("a bug");
        TickListener listener = (tick, _, _) -> {
            if (tick > 1) {
                throw bug;
            }
        };
        try (var server = GameServer.start(ANY, GameSettings.DEFAULT.withListener(listener))) {
            assertThat(server.awaitEnd()).containsSame(bug);
            UdpSocket.bind(server.localAddress()).close();
            assertThat(server.awaitEnd()).containsSame(bug);
        }
    }

    @Test
    void silentServerIsGivenUp() throws Exception {
        try (var nobody = UdpSocket.bind(ANY)) {
            var settings = settings().withJoinTimeout(Duration.ofMillis(300));
            assertThatThrownBy(() -> GameClient.join(nobody.localAddress(), settings))
                    .isInstanceOfSatisfying(
                            NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT));
        }
    }

    @Test
    void portWithoutServerIsRefused() throws Exception {
        var nobody = UdpSocket.bind(ANY);
        nobody.close();
        assertThatThrownBy(() -> GameClient.join(nobody.localAddress(), settings()))
                .isInstanceOfSatisfying(
                        NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED));
    }

    @Test
    void manyBotsPlay() throws Exception {
        try (var server = GameServer.start(ANY, GameSettings.DEFAULT.withMaxPlayers(100));
                var bots = GameBots.start(server.localAddress(), 101, new SplittableRandom(7))) {
            var ticker = Ticker.every(Duration.ofMillis(50));
            while (bots.stats().playing() + bots.stats().refused() < 101
                    || bots.stats().snapshots() < 2000) {
                long _ = ticker.tick();
            }
            assertThat(bots.stats().playing()).isEqualTo(100);
            assertThat(bots.stats().ended()).isZero();
            assertThat(server.stats().players()).isEqualTo(100);
        }
    }
}
