package dev.minato.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.bench.Candidate.Kind;
import dev.minato.bench.Candidate.Turn;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A game server on one core with 1,000 players, who send an input 60 times a second from another core: late ticks,
/// the time of a tick, CPU, and packets. A tick is late if it has not ended when the next is due, or was left out.
final class Game {
    /// How long, unless the options say: 0.1 % of so many ticks is about 4.
    static final double SECONDS = 60;

    private static final int PLAYERS = 1_000;

    private final Options options;
    private final Tools tools;
    private final double seconds;
    private final Finding finding;

    Game(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
        this.seconds = options.seconds(SECONDS);
        this.finding = new Finding(
                "Game: %,d players, 60 ticks a second, for %.0f s, server on one core".formatted(PLAYERS, seconds),
                List.of(
                        "server",
                        "players",
                        "ticks",
                        "late",
                        "tick p50, ms",
                        "p99",
                        "CPU",
                        "packets/s in",
                        "out",
                        "KB/s out a player",
                        "lost",
                        "round trip p50, ms",
                        "p99"));
    }

    Finding measure() throws InterruptedException {
        for (String mode : List.of("local", "shared", "jdk")) {
            String name = "minato-" + mode;
            if (options.hasName(name)) {
                finding.measure(name, () -> measure(candidate(name, mode)));
            }
        }
        return finding;
    }

    private static Candidate candidate(String name, String mode) {
        List<String> command = List.of(
                "-Dminato.platform=" + (mode.equals("jdk") ? "jdk" : "linux"),
                "-Dminato.scheduling=" + (mode.equals("local") ? "local" : "shared"),
                "dev.minato.bench.server.MinatoGame",
                Integer.toString(PLAYERS));
        return new Candidate(name, Protocol.UDP, Turn.EVERY, Kind.JAVA, command);
    }

    private void measure(Candidate candidate) throws IOException, InterruptedException, SkippedException {
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            Process load = load(server);
            try (BufferedReader answers = load.inputReader(US_ASCII)) {
                if (!"ready".equals(answers.readLine())) {
                    throw new IOException("the players do not play");
                }
                Thread.sleep(Duration.ofMillis((long) (options.warm() * 1000)));
                String _ = server.ask("figures");
                long cpu = server.cpuNanos();
                Thread.sleep(Duration.ofMillis((long) (seconds * 1000)));
                String figures = server.ask("figures");
                double share = (server.cpuNanos() - cpu) / 1e9 / seconds;
                load.getOutputStream().write('\n');
                load.getOutputStream().flush();
                row(candidate.name(), figures, share, String.valueOf(answers.readLine()));
            } finally {
                Children.end(load);
            }
        }
    }

    private Process load(Server server) throws IOException {
        List<String> command = tools.javaCommand(
                List.of("-Dminato.platform=linux", "-Dminato.scheduling=local"),
                List.of("dev.minato.bench.load.GameLoad", "127.0.0.1:" + server.port(), Integer.toString(PLAYERS)));
        Process load = Children.start(new ProcessBuilder(tools.pinned(Pass.LOAD_CORE, command))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        Children.limit(load, options.warm() + seconds + 60);
        return load;
    }

    private void row(String name, String server, double cpu, String players) {
        double ticks = Measurement.number(server, "ticks");
        double late = Measurement.number(server, "late");
        finding.row(List.of(
                name,
                "%,.0f".formatted(Measurement.number(server, "players")),
                "%,.0f".formatted(ticks),
                "%.0f (%.2f %%)".formatted(late, 100 * late / ticks),
                "%.2f".formatted(Measurement.number(server, "p50us") / 1e3),
                "%.2f".formatted(Measurement.number(server, "p99us") / 1e3),
                "%.0f %%".formatted(100 * cpu),
                "%,.0f".formatted(Measurement.number(server, "in") / seconds),
                "%,.0f".formatted(Measurement.number(server, "out") / seconds),
                "%.1f".formatted(Measurement.number(server, "bytesOut") / 1e3 / seconds / PLAYERS),
                "%.2f %%".formatted(100 * Measurement.number(players, "loss")),
                "%.1f".formatted(Measurement.number(players, "p50ms")),
                "%.1f".formatted(Measurement.number(players, "p99ms"))));
        finding.figure(name, late / ticks);
    }
}
