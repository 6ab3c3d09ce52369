package dev.minato.cli;

import dev.minato.services.game.BotsStats;
import dev.minato.services.game.GameServerStats;
import java.util.Locale;

/// What a game's server, or its bots, received and sent.
record GameTraffic(long packetsIn, long bytesIn, long packetsOut, long bytesOut) {
    static GameTraffic of(GameServerStats stats) {
        return new GameTraffic(stats.packetsIn(), stats.bytesIn(), stats.packetsOut(), stats.bytesOut());
    }

    static GameTraffic of(BotsStats stats) {
        return new GameTraffic(stats.packetsIn(), stats.bytesIn(), stats.packetsOut(), stats.bytesOut());
    }

    /// Returns what this is a second, more than another one: `in 960/s, 18 KiB/s; out 480/s, 110 KiB/s`.
    String since(GameTraffic before, double seconds) {
        return String.format(
                Locale.ROOT,
                "in %s/s, %s/s; out %s/s, %s/s",
                Amount.rate((packetsIn - before.packetsIn) / seconds),
                Amount.bytes(Math.round((bytesIn - before.bytesIn) / seconds)),
                Amount.rate((packetsOut - before.packetsOut) / seconds),
                Amount.bytes(Math.round((bytesOut - before.bytesOut) / seconds)));
    }
}
