package dev.minato.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The first seconds of a server: what it serves from its first clients on, 64 of which come at once, while its
/// code is not compiled yet.
///
/// Each candidate is started anew in each round, in turn, and never warmed up; the time until it listens is noted
/// apart.
final class FirstSecond {
    private static final Protocol TCP = Protocol.TCP;
    private static final String REFERENCE = "c-epoll";
    private static final String[] SERVERS = {
        REFERENCE, "minato-local", "minato-local-ring", "minato-shared", "jdk-virtual", "netty-epoll"
    };
    private static final int SPARE_SECONDS = 30;
    private static final double SECONDS = 3;

    /// Moments between which the table says what was served, in milliseconds.
    private static final List<Integer> MOMENTS = List.of(0, 100, 200, 300, 500, 1000, 2000);

    private final Options options;
    private final Tools tools;
    private final double seconds;
    private final Map<Candidate, List<StartCurve>> curves = new TreeMap<>(FirstSecond::inOrder);
    private final Finding finding;

    FirstSecond(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
        this.seconds = Math.max(options.seconds(SECONDS), MOMENTS.getLast() / 1000.0);
        this.finding = new Finding(
                "First seconds after a start: thousand requests a second with 64 connections (÷ C)", head());
    }

    private static int inOrder(Candidate a, Candidate b) {
        return Integer.compare(Candidates.ALL.indexOf(a), Candidates.ALL.indexOf(b));
    }

    private static List<String> head() {
        List<String> head = new ArrayList<>(List.of("server", "listens after ms"));
        for (int i = 1; i < MOMENTS.size(); i++) {
            head.add("%,d–%,d ms".formatted(MOMENTS.get(i - 1), MOMENTS.get(i)));
        }
        return head;
    }

    /// How long [#measure] takes.
    static double estimate(int rounds) {
        return rounds * SERVERS.length * (SECONDS + 0.5);
    }

    Finding measure(int rounds) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (Candidate candidate : Candidates.named(options, TCP, SERVERS)) {
                finding.measure(candidate.name() + ", start " + (round + 1), () -> measure(candidate));
            }
        }
        curves.forEach((candidate, all) -> finding.row(row(candidate, all)));
        return finding;
    }

    /// The median of each moment.
    Map<Candidate, List<StartCurve>> curves() {
        return curves;
    }

    /// Draws what was measured.
    void draw(Path file) throws IOException {
        if (!curves.isEmpty()) {
            FirstSecondChart.write(curves, file);
        }
    }

    private void measure(Candidate candidate) throws IOException, InterruptedException, SkippedException {
        long begin = System.nanoTime();
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            double started = (System.nanoTime() - begin) / 1e6;
            StartCurve curve = StartCurve.parse(started, load(server));
            curves.computeIfAbsent(candidate, _ -> new ArrayList<>()).add(curve);
        }
    }

    private String load(Server server) throws IOException, InterruptedException, SkippedException {
        List<String> arguments = List.of(
                "127.0.0.1",
                Integer.toString(server.port()),
                "64",
                "64",
                Integer.toString(StartCurve.SLOT),
                Double.toString(seconds));
        List<String> command =
                tools.nativeCommand("first_second", arguments).orElseThrow(() -> new SkippedException("no C compiler"));
        Process load = Children.start(new ProcessBuilder(tools.pinned(Pass.LOAD_CORE, command))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        Children.limit(load, seconds + SPARE_SECONDS);
        String result = String.valueOf(load.inputReader(US_ASCII).readLine());
        if (load.waitFor() != 0) {
            throw new IOException("the load said " + result);
        }
        return result;
    }

    private List<String> row(Candidate candidate, List<StartCurve> all) {
        List<String> row = new ArrayList<>(List.of(candidate.name()));
        row.add(Report.figure(StartCurve.median(all, StartCurve::listening)));
        List<StartCurve> reference = curves.getOrDefault(Candidates.named(TCP, REFERENCE), List.of());
        for (int i = 1; i < MOMENTS.size(); i++) {
            int from = MOMENTS.get(i - 1);
            int to = MOMENTS.get(i);
            double own = StartCurve.median(all, curve -> curve.perSecond(from, to));
            double limit = StartCurve.median(reference, curve -> curve.perSecond(from, to));
            row.add("%s (%.2f)".formatted(Report.figure(own / 1000), own / limit));
            finding.figure(candidate.name() + " " + from, own / limit);
        }
        return row;
    }
}
