package dev.minato.bench.server;

import dev.minato.address.SocketAddr;
import dev.minato.metrics.HistogramSnapshot;
import dev.minato.services.game.GameServer;
import dev.minato.services.game.GameServerStats;
import dev.minato.services.game.GameSettings;
import dev.minato.task.Tasks;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The game, as the command serves it, for so many players; it says of itself what it has counted since it was asked
/// last.
final class MinatoGame {
    private final GameServer server;
    private GameServerStats before;
    private HistogramSnapshot durationsBefore = HistogramSnapshot.EMPTY;

    private MinatoGame(GameServer server) {
        this.server = server;
        this.before = server.stats();
    }

    public static void main(String[] arguments) throws Exception {
        MinatoServer.checkPlatform();
        var settings = GameSettings.DEFAULT.withMaxPlayers(Integer.parseInt(arguments[0]));
        // In a task, so that the game's own run on a loop of the platform.
        GameServer server = Tasks.spawn(() -> GameServer.start(SocketAddr.parse("127.0.0.1:0"), settings))
                .join();
        var game = new MinatoGame(server);
        Control.ready(server.localAddress().port(), Map.of(), game::figures);
        // The process ends with its stdin.
        new CountDownLatch(1).await();
    }

    private String figures() {
        GameServerStats now = server.stats();
        HistogramSnapshot durations = server.tickDurations();
        HistogramSnapshot since = durations.since(durationsBefore);
        String line = String.format(
                Locale.ROOT,
                "{\"players\":%d,\"ticks\":%d,\"late\":%d,\"p50us\":%.1f,\"p99us\":%.1f,\"in\":%d,\"out\":%d,"
                        + "\"bytesIn\":%d,\"bytesOut\":%d,\"unsent\":%d,\"ignored\":%d}",
                now.players(),
                now.ticks() - before.ticks(),
                now.lateTicks() - before.lateTicks(),
                since.quantile(0.5) / 1e3,
                since.quantile(0.99) / 1e3,
                now.packetsIn() - before.packetsIn(),
                now.packetsOut() - before.packetsOut(),
                now.bytesIn() - before.bytesIn(),
                now.bytesOut() - before.bytesOut(),
                now.unsent() - before.unsent(),
                ignored(now) - ignored(before));
        before = now;
        durationsBefore = durations;
        return line;
    }

    private static long ignored(GameServerStats stats) {
        return stats.ignored().values().stream().mapToLong(Long::longValue).sum();
    }
}
