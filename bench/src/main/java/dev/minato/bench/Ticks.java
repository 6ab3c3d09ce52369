package dev.minato.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The lateness of what is to happen 60 times a second.
///
/// All of them at the same time, each in a process of its own: what disturbs one disturbs all.
final class Ticks {
    /// How long, unless the options say.
    static final double SECONDS = 60;

    private static final long PERIOD = 1_000_000_000L / 60;

    /// For a process that starts and ends.
    private static final double SPARE_SECONDS = 30;

    private final Tools tools;
    private final long seconds;
    private final Finding finding;

    Ticks(Tools tools, double seconds) {
        this.tools = tools;
        this.seconds = Math.max(1, Math.round(seconds));
        this.finding = new Finding(
                "Ticks: 60 times a second, for %d s; lateness in µs".formatted(this.seconds),
                List.of("what keeps the time", "ticks", "p50", "p99", "longest"));
    }

    private record Running(String name, Process process) {}

    Finding measure() throws InterruptedException {
        List<Running> all = new ArrayList<>();
        start(all, "Ticker, minato-local", "ticker", "-Dminato.platform=linux", "-Dminato.scheduling=local");
        start(all, "Ticker, minato-shared", "ticker", "-Dminato.platform=linux", "-Dminato.scheduling=shared");
        start(all, "Ticker, minato-jdk", "ticker", "-Dminato.platform=jdk");
        start(all, "scheduleAtFixedRate of the JDK", "executor");
        start(all, "Thread.sleep, virtual thread", "virtual");
        start(all, "Thread.sleep, platform thread", "platform");
        for (Running each : all) {
            finding.measure(each.name, () -> read(each));
        }
        return finding;
    }

    private void start(List<Running> all, String name, String kind, String... flags) {
        List<String> command = tools.javaCommand(
                List.of(flags),
                List.of("dev.minato.bench.server.TickLoop", kind, Long.toString(PERIOD), Long.toString(seconds)));
        try {
            Process process =
                    Children.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
            Children.limit(process, seconds + SPARE_SECONDS);
            all.add(new Running(name, process));
        } catch (IOException e) {
            finding.fail(name, e);
        }
    }

    private void read(Running each) throws IOException, SkippedException {
        try (BufferedReader output = each.process.inputReader(StandardCharsets.UTF_8)) {
            String line = String.valueOf(output.readLine());
            if (line.startsWith("skip ")) {
                throw new SkippedException(line.substring("skip ".length()));
            }
            if (!line.startsWith("{")) {
                throw new IOException("no figures, but " + line);
            }
            finding.row(List.of(
                    each.name,
                    "%,.0f".formatted(Measurement.number(line, "ticks")),
                    Report.figure(Measurement.number(line, "p50us")),
                    Report.figure(Measurement.number(line, "p99us")),
                    Report.figure(Measurement.number(line, "maxus"))));
        }
    }
}
