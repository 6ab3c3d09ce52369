package dev.minato.cli;

import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.services.game.GameRules;
import dev.minato.services.game.GameServer;
import dev.minato.services.game.GameServerStats;
import dev.minato.services.game.GameSettings;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.Tasks;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato game server`: runs a game until a signal.
final class GameServerCommand implements Callable<Integer> {
    private final PositionalParamSpec address = PositionalParamSpec.builder()
            .paramLabel("ADDRESS")
            .index("0")
            .arity("0..1")
            .hideParamSyntax(true)
            .type(String.class)
            .defaultValue(GameCommand.DEFAULT_ADDRESS)
            .description("Where to listen, " + GameCommand.DEFAULT_ADDRESS + " by default; port 0 takes any free one.")
            .build();
    private final OptionSpec players = Commands.option(
                    "--players", "N", SizeOption.count(GameSettings.MAX_PLAYERS), Long.class)
            .defaultValue(Integer.toString(GameSettings.DEFAULT.maxPlayers()))
            .description("How many may play at once; others are refused: " + GameSettings.DEFAULT.maxPlayers() + ".")
            .build();
    private final OptionSpec playerTimeout = Commands.option(
                    "--player-timeout", "D", DurationOption.positive(), Duration.class)
            .defaultValue(DurationOption.text(GameSettings.DEFAULT.playerTimeout()))
            .description("After which silence a player is removed: "
                    + DurationOption.text(GameSettings.DEFAULT.playerTimeout()) + ".")
            .build();
    private final OptionSpec stats = Commands.flag("--stats")
            .description("Say once a second what the server does.")
            .build();

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "server", "minato game server [OPTION]... [ADDRESS]")
                .addPositional(address)
                .addOption(players)
                .addOption(playerTimeout)
                .addOption(stats)
                .addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Runs the game until Ctrl-C or SIGTERM; then it tells all players, and exits 0.",
                        "It simulates " + GameRules.TICKS_PER_SECOND
                                + " times a second. Its last line says how many ticks were late.")
                .footerHeading("%nD is a duration such as 500ms, 5s or 1m.%n%nExamples:%n")
                .footer("  minato game server", "  minato game server --players 1000 --stats 0.0.0.0:7885");
        return spec;
    }

    @Override
    @SuppressWarnings("try") // The last line counts what the end was told to, too.
    public Integer call() throws Failure, NetException, InterruptedException {
        GameSettings settings = settings();
        try (var signals = Signals.of(Signal.INT, Signal.TERM);
                var socket = UdpSocket.bind(address.<String>getValue());
                var server = GameServer.start(socket, settings)) {
            StandardStreams.print(String.format(
                    "game at %s: %d ticks a second, at most %d players%n",
                    server.localAddress(), GameRules.TICKS_PER_SECOND, settings.maxPlayers()));
            try (var _ =
                    stats.<Boolean>getValue() ? EachSecond.print(new ServerRates(server)::line) : EachSecond.NOTHING) {
                Signal signal = untilSignal(signals, server);
                StandardStreams.print(String.format(
                        "SIG%s: the game is over for %s%n",
                        signal, GameText.count(server.stats().players(), "player")));
            }
            server.close();
            StandardStreams.print(lastLine(server.stats()) + System.lineSeparator());
        }
        return 0;
    }

    /// Waits for a signal. A game that ends before that has a bug, and so has the command.
    private static Signal untilSignal(Signals signals, GameServer server) throws InterruptedException, NetException {
        try {
            Optional<Signal> signal = Tasks.race(() -> Optional.of(signals.await()), () -> {
                Optional<Throwable> _ = server.awaitEnd();
                return Optional.empty();
            });
            if (signal.isPresent()) {
                return signal.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("neither of them fails", e);
        }
        throw new IllegalStateException("the game has ended", server.awaitEnd().orElseThrow());
    }

    private GameSettings settings() throws Failure {
        try {
            return GameSettings.DEFAULT
                    .withMaxPlayers(Math.toIntExact(players.<Long>getValue()))
                    .withPlayerTimeout(playerTimeout.getValue());
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--player-timeout must be from 100ms to 60m");
        }
    }

    private static String lastLine(GameServerStats stats) {
        long ignored =
                stats.ignored().values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "%s, %d of them late, p99 %s; %s; %s in, %s; %s out, %s; ignored %,d",
                GameText.count(stats.ticks(), "tick"),
                stats.lateTicks(),
                Amount.time(stats.tickP99().toNanos()),
                GameText.count(stats.joins(), "player"),
                GameText.count(stats.packetsIn(), "packet"),
                Amount.bytes(stats.bytesIn()),
                GameText.count(stats.packetsOut(), "packet"),
                Amount.bytes(stats.bytesOut()),
                ignored);
    }

    /// What the server did since the last line.
    private static final class ServerRates {
        private final GameServer server;
        private GameServerStats last;

        ServerRates(GameServer server) {
            this.server = server;
            this.last = server.stats();
        }

        String line(double seconds) {
            GameServerStats now = server.stats();
            GameServerStats before = last;
            last = now;
            return String.format(
                    Locale.ROOT,
                    "%s, %s ticks/s, %d late, p99 %s; %s",
                    GameText.count(now.players(), "player"),
                    Amount.rate((now.ticks() - before.ticks()) / seconds),
                    now.lateTicks() - before.lateTicks(),
                    Amount.time(now.tickP99().toNanos()),
                    GameTraffic.of(now).since(GameTraffic.of(before), seconds));
        }
    }
}
