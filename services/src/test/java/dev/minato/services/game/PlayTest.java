package dev.minato.services.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.task.MissedTicks;
import dev.minato.task.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The programs of the guide: a server, and a client with keys and a screen.
@Timeout(60)
class PlayTest {
    // @start region="server"
    static GameServer serve(String address) throws NetException {
        var rules = new GameRules(160, 90, 20, 2);
        var settings = GameSettings.DEFAULT.withRules(rules).withMaxPlayers(32);
        return GameServer.start(SocketAddr.parse(address), settings);
    }
    // @end

    // @start region="client"
    /// @param keys what is pressed now; empty ends the game
    static void play(SocketAddr server, Supplier<Optional<Input>> keys, Consumer<GameView> screen)
            throws NetException, InterruptedException {
        try (var client = GameClient.join(server, GameClientSettings.of(new SecureRandom()))) {
            Ticker ticker = Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS), MissedTicks.SKIP);
            for (var input = keys.get(); input.isPresent(); input = keys.get()) {
                long _ = ticker.tick();
                client.step(input.get());
                screen.accept(client.view());
            }
        }
    }
    // @end

    @Test
    void keysMoveThePlayerAtOnce() throws Exception {
        List<GameView> frames = new ArrayList<>();
        try (var server = serve("127.0.0.1:0")) {
            play(
                    server.localAddress(),
                    () -> frames.size() < 30
                            ? Optional.of(new Input(frames.size() < 15 ? 1 : -1, 0))
                            : Optional.empty(),
                    frames::add);
        }
        double step = 20.0 / 60;
        Position first = frames.getFirst().self();
        Position second = frames.get(1).self();
        assertThat(frames).hasSize(30);
        assertThat(second.x() - first.x()).isBetween(0.0, 1.1 * step);
        assertThat(frames).allSatisfy(frame -> assertThat(frame.self().x()).isBetween(0.0, 160.0));
        assertThat(frames.get(14).self().x())
                .isGreaterThanOrEqualTo(frames.get(29).self().x());
    }
}
