package dev.minato.cli;

import dev.minato.cli.game.Measurement;
import dev.minato.cli.game.Observation;
import dev.minato.cli.game.Picture;
import dev.minato.cli.game.Report;
import dev.minato.error.NetException;
import dev.minato.services.game.GameSettings;
import dev.minato.services.relay.NetworkConditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command `minato game report`: what a bad network does to what a player sees, as a table and a chart.
final class GameReportCommand implements Callable<Integer> {
    private static final Duration MAX_DURATION = Duration.ofMinutes(10);

    /// How many times smaller the error of the interpolated path is to be.
    private static final double GOAL = 5;

    private final OptionSpec players = Commands.option(
                    "--players", "N", SizeOption.count(GameSettings.MAX_PLAYERS), Long.class)
            .defaultValue("16")
            .description("How many play, at least 2: 16.")
            .build();
    private final OptionSpec loss = share("--loss", "5%", "How many datagrams are lost, in each direction: 5%%.");
    private final OptionSpec delay = time("--delay", "40ms", "How long a datagram takes, at most 10s: 40ms.");
    private final OptionSpec jitter =
            time("--jitter", "30ms", "How much longer or shorter it may take, evenly spread, at most the delay: 30ms.");
    private final OptionSpec reorder =
            share("--reorder", "2%", "How many datagrams are not delayed, and overtake others: 2%%.");
    private final OptionSpec duplicate = share("--duplicate", "0%", "How many datagrams come twice: 0%%.");
    private final OptionSpec duration = Commands.option("--duration", "D", DurationOption.positive(), Duration.class)
            .defaultValue("20s")
            .description("How long the game is watched, at most 10m: 20s.")
            .build();
    private final OptionSpec seed =
            GameSeed.option("Makes what the network does, and where the bots walk; any by default, and printed.");
    private final OptionSpec out = OptionSpec.builder("--out")
            .paramLabel("PATH")
            .arity("1")
            .type(Path.class)
            .defaultValue("game-report")
            .description("Where the chart goes, without .png and .svg: game-report.")
            .build();

    private static OptionSpec share(String name, String initial, String description) {
        return Commands.option(name, "P%", new ShareOption(), Double.class)
                .defaultValue(initial)
                .description(description)
                .build();
    }

    private static OptionSpec time(String name, String initial, String description) {
        return Commands.option(name, "D", DurationOption.orZero(), Duration.class)
                .defaultValue(initial)
                .description(description)
                .build();
    }

    CommandSpec spec() {
        CommandSpec spec = Commands.command(this, "report", "minato game report [OPTION]...");
        for (OptionSpec option :
                new OptionSpec[] {players, loss, delay, jitter, reorder, duplicate, duration, seed, out}) {
            spec.addOption(option);
        }
        spec.addOption(Commands.help());
        spec.usageMessage()
                .description(
                        "Plays a game on a bad network, all in one process, and draws what a client shows of another"
                                + " player: as the newest snapshot has him, and interpolated, beside his true path.",
                        "Prints a table, and writes PATH.png and PATH.svg.")
                .footerHeading("%nD is a duration such as 500ms, 5s or 1m, P a number such as 5 or 0.5.%n%nExamples:%n")
                .footer(
                        "  minato game report",
                        "  minato game report --loss 20%% --delay 100ms --jitter 100ms --out /tmp/worse",
                        "  minato game report --loss 0%% --jitter 0ms --reorder 0%% --seed 7");
        return spec;
    }

    @Override
    public Integer call() throws Failure, NetException, InterruptedException {
        NetworkConditions conditions = conditions();
        Duration time = duration.getValue();
        if (time.compareTo(MAX_DURATION) > 0) {
            throw Failure.usage("--duration must be at most " + DurationOption.text(MAX_DURATION));
        }
        int count = Math.toIntExact(players.<Long>getValue());
        if (count < 2) {
            throw Failure.usage("--players must be at least 2: one watches another");
        }
        checkFolder();
        checkPicture();
        long chosen = GameSeed.of(seed);
        String network = describe(conditions);
        StandardStreams.print(
                String.format("%d players for %s: %s, seed %d%n", count, DurationOption.text(time), network, chosen));
        show(new Report(count, conditions, chosen, time).run(), network);
        return 0;
    }

    private void checkFolder() throws Failure {
        Path folder = out.<Path>getValue().toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Failure.refused("--out: there is no folder " + folder);
        }
    }

    /// Before the game, not after it.
    private static void checkPicture() throws Failure {
        OptionalModules.check("game report", "org.knowm.xchart.XYChart");
        if (!Picture.hasFont()) {
            throw Failure.refused(
                    "there is no font to draw a chart with: install fontconfig and a font, such as Debian's"
                            + " packages fontconfig and fonts-dejavu-core");
        }
    }

    private NetworkConditions conditions() throws Failure {
        try {
            return new NetworkConditions(
                    loss.getValue(), delay.getValue(), jitter.getValue(), reorder.getValue(), duplicate.getValue());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(Commands.text(e));
        }
    }

    private static String describe(NetworkConditions conditions) {
        return String.format(
                Locale.ROOT,
                "%s lost, %d ± %d ms, %s reordered",
                percent(conditions.loss()),
                conditions.delay().toMillis(),
                conditions.jitter().toMillis(),
                percent(conditions.reordering()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g", share * 100).replaceFirst("\\.?0+$", "") + " %";
    }

    private void show(Observation seen, String network) throws Failure {
        if (seen.raw().size() < Report.FRAMES_PER_SECOND / 2) {
            throw Failure.refused("the player that is watched was hardly ever seen: too much is lost");
        }
        var raw = Measurement.of(seen.raw(), seen.truth());
        var shown = Measurement.of(seen.shown(), seen.truth());
        StandardStreams.print(new ReportTable(seen, raw, shown, GOAL).toString());
        write(Picture.of(seen, raw, shown, network));
    }

    private void write(Picture picture) throws Failure {
        Path png = Path.of(out.<Path>getValue() + ".png");
        Path svg = Path.of(out.<Path>getValue() + ".svg");
        try {
            picture.writePng(png);
            picture.writeSvg(svg);
        } catch (IOException e) {
            throw Failure.refused(out.<Path>getValue() + ": " + e.getMessage());
        }
        StandardStreams.print(String.format("wrote %s and %s%n", png, svg));
    }
}
