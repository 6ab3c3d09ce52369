package dev.minato.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.bench.Candidate.Kind;
import dev.minato.bench.Candidate.Turn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Queries that a forwarder on one core answers from its cache over UDP, while dnsperf on another asks as
/// fast as it gets answers.
final class DnsCache {
    private static final String SOCKETS = "16";
    private static final String IN_FLIGHT = "400";
    private static final Pattern COMPLETED = Pattern.compile("Queries completed: +(\\d+)");
    private static final Pattern LOST = Pattern.compile("Queries lost: +(\\d+)");

    private final Options options;
    private final Tools tools;
    private final Finding finding = new Finding(
            "Names: queries over UDP answered from a cache of %,d, on one core".formatted(DnsZone.NAMES),
            List.of("server", "answered/s", "lost", "CPU µs a query", "queries a second of CPU"));

    DnsCache(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    Finding measure() throws InterruptedException {
        finding.measure("all", () -> {
            if (!Tools.isInPath("dnsperf")) {
                throw new SkippedException("there is no dnsperf");
            }
            try (DnsZone zone = DnsZone.serve(tools)) {
                for (Candidate candidate :
                        candidates(Integer.toString(zone.server().port()))) {
                    if (options.hasName(candidate.name())) {
                        finding.measure(candidate.name(), () -> measure(candidate, zone));
                    }
                }
            }
        });
        return finding;
    }

    private static List<Candidate> candidates(String upstream) {
        List<Candidate> all = new ArrayList<>();
        for (String mode : List.of("local", "shared", "jdk")) {
            List<String> command = List.of(
                    "-Dminato.platform=" + (mode.equals("jdk") ? "jdk" : "linux"),
                    "-Dminato.scheduling=" + (mode.equals("local") ? "local" : "shared"),
                    "dev.minato.bench.server.MinatoDns",
                    upstream);
            all.add(new Candidate("minato-" + mode, Protocol.UDP, Turn.EVERY, Kind.JAVA, command));
        }
        for (String peer : List.of("unbound", "dnsmasq")) {
            all.add(DnsZone.candidate(peer, List.of(peer, Integer.toString(Ports.free()), upstream)));
        }
        return all;
    }

    private void measure(Candidate candidate, DnsZone zone) throws IOException, InterruptedException, SkippedException {
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            var _ = load(server, zone, options.warm());
            List<Double> answered = new ArrayList<>();
            List<Double> cpu = new ArrayList<>();
            double lost = 0;
            for (int round = 0; round < options.rounds(); round++) {
                long cpuBefore = server.cpuNanos();
                Load load = load(server, zone, options.seconds());
                cpu.add((server.cpuNanos() - cpuBefore) / load.completed());
                answered.add(load.completed() / options.seconds());
                lost += load.lost() / (load.completed() + load.lost()) / options.rounds();
            }
            row(candidate.name(), median(answered), lost, median(cpu));
        }
    }

    private void row(String name, double perSecond, double lost, double cpuNanos) {
        finding.row(List.of(
                name,
                "%,.0f".formatted(perSecond),
                "%.2f %%".formatted(100 * lost),
                "%.2f".formatted(cpuNanos / 1000),
                "%,.0f".formatted(1e9 / cpuNanos)));
        finding.figure(name, perSecond);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /// What a load got.
    private record Load(double completed, double lost) {}

    private Load load(Server server, DnsZone zone, double seconds) throws IOException, InterruptedException {
        List<String> command = List.of(
                "dnsperf",
                "-s",
                "127.0.0.1",
                "-p",
                Integer.toString(server.port()),
                "-d",
                zone.questions().toString(),
                "-c",
                SOCKETS,
                "-q",
                IN_FLIGHT,
                "-t",
                "1",
                "-l",
                Integer.toString(Math.max(1, (int) Math.round(seconds))));
        // A line for each answer that comes late.
        Process load = Children.start(new ProcessBuilder(tools.pinned(Pass.LOAD_CORE, command))
                .redirectError(ProcessBuilder.Redirect.DISCARD));
        String text = new String(load.getInputStream().readAllBytes(), UTF_8);
        if (load.waitFor() != 0) {
            throw new IOException("the load said " + text);
        }
        return new Load(number(COMPLETED, text), number(LOST, text));
    }

    private static double number(Pattern pattern, String text) throws IOException {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("the load said " + text);
        }
        return Double.parseDouble(found.group(1));
    }
}
