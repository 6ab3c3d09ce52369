package dev.minato.cli;

import dev.minato.address.SocketAddr;
import dev.minato.cli.game.Screen;
import dev.minato.cli.game.Terminal;
import dev.minato.error.NetException;
import dev.minato.services.game.GameClient;
import dev.minato.services.game.GameClientSettings;
import dev.minato.services.game.GameRules;
import dev.minato.task.MissedTicks;
import dev.minato.task.Signal;
import dev.minato.task.Signals;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.task.Ticker;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command `minato game play`: a player at a terminal.
final class GamePlayCommand implements Callable<Integer> {
    private static final int TICKS_PER_FRAME = 2;

    private final PositionalParamSpec target = GameCommand.target();
    private final OptionSpec interpolation = Commands.option(
                    "--interpolation", "D", DurationOption.orZero(), Duration.class)
            .defaultValue("100ms")
            .description("How long behind the newest state others are shown, at most 1s: 100ms. With 0s they are shown"
                    + " where the newest state has them.")
            .build();

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "play", "minato game play [OPTION]... HOST:PORT")
                .addPositional(target)
                .addOption(interpolation)
                .addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Joins a game, and shows it in the terminal: you are @, others are letters.",
                        "Arrow keys or WASD walk, space stands still, q leaves. A terminal does not tell when a key is"
                                + " released, so you walk until the next key.")
                .footerHeading("%nD is a duration such as 500ms, 5s or 1m.%n%nExamples:%n")
                .footer("  minato game play " + GameCommand.DEFAULT_ADDRESS);
        return spec;
    }

    @Override
    public Integer call() throws Failure, NetException, InterruptedException {
        GameClientSettings settings = settings();
        SocketAddr server = GameCommand.resolve(target.getValue());
        try (var signals = Signals.of(Signal.HUP, Signal.INT, Signal.TERM);
                var terminal = openTerminal();
                var client = GameClient.join(server, settings)) {
            Task<Signal> signal = Tasks.spawn("signals", signals::await);
            try {
                play(client, terminal, signal);
                return signal.isFinished() ? exitCode(signal) : 0;
            } finally {
                signal.cancel();
            }
        }
    }

    private static Terminal openTerminal() throws Failure {
        try {
            return Terminal.open();
        } catch (IOException e) {
            throw Failure.refused("game play needs a terminal: " + e.getMessage());
        }
    }

    private static int exitCode(Task<Signal> signal) throws InterruptedException, NetException {
        try {
            return signal.join().exitCode();
        } catch (ExecutionException e) {
            throw new AssertionError("waiting for signals does not fail", e);
        }
    }

    private GameClientSettings settings() throws Failure {
        try {
            return GameClientSettings.of(new SecureRandom()).withInterpolationDelay(interpolation.getValue());
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--interpolation must be at most 1s");
        }
    }

    private static void play(GameClient client, Terminal terminal, Task<Signal> signal)
            throws NetException, InterruptedException {
        var ticker = Ticker.every(Duration.ofNanos(GameRules.TICK_NANOS), MissedTicks.SKIP);
        while (!signal.isFinished() && !terminal.keys().wantsToQuit()) {
            long tick = ticker.tick();
            client.step(terminal.keys().input());
            if (tick % TICKS_PER_FRAME == 0) {
                Screen screen = terminal.screen();
                terminal.show(screen, screen.draw(client.view(), client.rules(), client.stats()));
            }
        }
    }
}
