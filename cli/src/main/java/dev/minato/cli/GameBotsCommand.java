package dev.minato.cli;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.services.game.BotsStats;
import dev.minato.services.game.GameBots;
import dev.minato.services.game.GameSettings;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato game bots`: players without persons, until a signal.
final class GameBotsCommand implements Callable<Integer> {
    private static final int DEFAULT_COUNT = 16;

    private final PositionalParamSpec target = GameCommand.target();
    private final OptionSpec count = OptionSpec.builder("-n", "--count")
            .paramLabel("N")
            .arity("1")
            .type(Long.class)
            .converters(SizeOption.count(GameSettings.MAX_PLAYERS))
            .defaultValue(Integer.toString(DEFAULT_COUNT))
            .description("How many: " + DEFAULT_COUNT + ".")
            .build();
    private final OptionSpec duration = Commands.option("--duration", "D", DurationOption.positive(), Duration.class)
            .description("For how long; until Ctrl-C by default.")
            .build();
    private final OptionSpec seed = GameSeed.option("Makes what they do; any by default.");

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "bots", "minato game bots [OPTION]... HOST:PORT")
                .addPositional(target)
                .addOption(count)
                .addOption(duration)
                .addOption(seed)
                .addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Has players join who walk about, and says once a second how they fare.",
                        "Ends at Ctrl-C, or when none is in the game any more; exits 1 if the server let none in.")
                .footerHeading("%nD is a duration such as 500ms, 5s or 1m.%n%nExamples:%n")
                .footer(
                        "  minato game bots " + GameCommand.DEFAULT_ADDRESS,
                        "  minato game bots -n 1000 --duration 1m " + GameCommand.DEFAULT_ADDRESS);
        return spec;
    }

    @Override
    public Integer call() throws Failure, NetException, InterruptedException {
        SocketAddr server = GameCommand.resolve(target.getValue());
        try (var signals = Signals.of(Signal.INT, Signal.TERM);
                var bots = GameBots.start(
                        server, Math.toIntExact(count.<Long>getValue()), new SplittableRandom(GameSeed.of(seed)))) {
            try (var _ = EachSecond.print(new BotRates(bots)::line)) {
                awaitEnd(signals, bots);
            }
            BotsStats stats = bots.stats();
            StandardStreams.print(lastLine(stats) + System.lineSeparator());
            if (stats.snapshots() == 0) {
                throw Failure.refused("no player got into the game at " + server);
            }
        }
        return 0;
    }

    private void awaitEnd(Signals signals, GameBots bots) throws InterruptedException, NetException {
        Duration longest = Optional.ofNullable(duration.<Duration>getValue()).orElse(Duration.ofDays(365));
        try {
            Object _ = Tasks.<Object>race(List.of(signals::await, () -> awaitNone(bots), () -> {
                Tasks.sleep(longest);
                return longest;
            }));
        } catch (ExecutionException e) {
            throw new AssertionError("none of them fails", e);
        }
    }

    /// Returns once all bots were refused, or their games are over.
    private static BotsStats awaitNone(GameBots bots) throws InterruptedException, NetException {
        BotsStats stats = bots.stats();
        while (stats.playing() > 0 || stats.refused() + stats.ended() == 0) {
            Tasks.sleep(Duration.ofMillis(100));
            stats = bots.stats();
        }
        return stats;
    }

    private static String lastLine(BotsStats stats) {
        return String.format(
                Locale.ROOT,
                "%d playing, %d refused, %d ended; round trip p50 %s, p99 %s; %s, %.1f %% lost, %,d corrections;"
                        + " in %s; out %s",
                stats.playing(),
                stats.refused(),
                stats.ended(),
                Amount.time(stats.roundTripP50().toNanos()),
                Amount.time(stats.roundTripP99().toNanos()),
                GameText.count(stats.snapshots(), "snapshot"),
                stats.loss() * 100,
                stats.corrections(),
                Amount.bytes(stats.bytesIn()),
                Amount.bytes(stats.bytesOut()));
    }

    /// How the bots fared since the last line.
    private static final class BotRates {
        private final GameBots bots;
        private BotsStats last;

        BotRates(GameBots bots) {
            this.bots = bots;
            this.last = bots.stats();
        }

        String line(double seconds) {
            BotsStats now = bots.stats();
            BotsStats before = last;
            last = now;
            return String.format(
                    Locale.ROOT,
                    "%d playing, %d refused, %d ended; round trip p50 %s, p99 %s; %.1f %% lost; %s",
                    now.playing(),
                    now.refused(),
                    now.ended(),
                    Amount.time(now.roundTripP50().toNanos()),
                    Amount.time(now.roundTripP99().toNanos()),
                    now.loss() * 100,
                    GameTraffic.of(now).since(GameTraffic.of(before), seconds));
        }
    }
}
