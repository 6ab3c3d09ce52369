package dev.minato.cli.game;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.services.game.GameBots;
import dev.minato.services.game.GameClient;
import dev.minato.services.game.GameClientSettings;
import dev.minato.services.game.GameRules;
import dev.minato.services.game.GameServer;
import dev.minato.services.game.GameServerStats;
import dev.minato.services.game.GameSettings;
import dev.minato.services.game.Wander;
import dev.minato.services.relay.LossyRelay;
import dev.minato.services.relay.NetworkConditions;
import java.time.Duration;
import java.util.SplittableRandom;

/// A game on a bad network, watched by one of its players: a server, a relay, bots, and a client that draws one of
/// them, all in this process and in real time.
///
/// @param players how many are in the game, at least 2
/// @param conditions what the relay does, in each direction
/// @param seed makes what the network does and where the bots walk
/// @param duration how long the client watches
public record Report(int players, NetworkConditions conditions, long seed, Duration duration) {
    /// Frames a second of the display.
    public static final int FRAMES_PER_SECOND = 2 * GameRules.TICKS_PER_SECOND;

    private static final SocketAddr LOOPBACK = SocketAddr.parse("127.0.0.1:0");
    private static final Duration JOINING = Duration.ofSeconds(20);

    /// Until the client knows how late its snapshots are, and the code is compiled.
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    /// Runs the game, and returns what was seen.
    ///
    /// `TIMED_OUT` if the players do not get into the game, as with a loss of all; otherwise as [GameClient].
    public Observation run() throws NetException, InterruptedException {
        var random = new SplittableRandom(seed);
        var truth = new TrueTrack();
        var settings = GameSettings.DEFAULT.withMaxPlayers(players).withListener(truth);
        try (var server = GameServer.start(LOOPBACK, settings);
                var relay = LossyRelay.start(LOOPBACK, server.localAddress(), conditions, random.split());
                var client = GameClient.join(
                        relay.localAddress(),
                        GameClientSettings.of(random.split()).withJoinTimeout(JOINING));
                var bots = GameBots.start(relay.localAddress(), players - 1, random.split())) {
            var watch = new Watch(client, new Wander(random.split()));
            watch.until(
                    JOINING,
                    () -> bots.stats().playing() == players - 1 && watch.first().isPresent());
            int followed = watch.first()
                    .orElseThrow(
                            () -> NetException.of(ErrorKind.TIMED_OUT, "join", "the players do not get into the game"));
            truth.follow(followed);
            watch.until(WARM_UP, () -> false);
            GameServerStats before = server.stats();
            double seconds = watch.record(followed, duration);
            return new Observation(
                    truth.track,
                    watch.raw(),
                    watch.shown(),
                    seconds,
                    client.stats(),
                    players,
                    before,
                    server.stats(),
                    relay.counts());
        }
    }
}
