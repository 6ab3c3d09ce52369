package dev.minato.bench.load;

import dev.minato.address.SocketAddr;
import dev.minato.services.game.BotsStats;
import dev.minato.services.game.GameBots;
import java.util.Locale;
import java.util.SplittableRandom;

/// Players for a game: `HOST:PORT PLAYERS`. Says `ready` once all play, and what they have measured for each line on
/// stdin; ends with it.
final class GameLoad {
    private static final int PATIENCE = 200;

    private GameLoad() {}

    public static void main(String[] arguments) throws Exception {
        int players = Integer.parseInt(arguments[1]);
        try (var bots = GameBots.start(SocketAddr.parse(arguments[0]), players, new SplittableRandom(1))) {
            for (int i = 0; i < PATIENCE && bots.stats().playing() < players; i++) {
                Thread.sleep(50);
            }
            IO.println("ready");
            while (IO.readln() != null) {
                IO.println(figures(bots.stats()));
            }
        }
    }

    private static String figures(BotsStats stats) {
        return String.format(
                Locale.ROOT,
                "{\"playing\":%d,\"refused\":%d,\"ended\":%d,\"p50ms\":%.3f,\"p99ms\":%.3f,\"loss\":%.5f,"
                        + "\"snapshots\":%d,\"corrections\":%d,\"sent\":%d}",
                stats.playing(),
                stats.refused(),
                stats.ended(),
                stats.roundTripP50().toNanos() / 1e6,
                stats.roundTripP99().toNanos() / 1e6,
                stats.loss(),
                stats.snapshots(),
                stats.corrections(),
                stats.packetsOut());
    }
}
