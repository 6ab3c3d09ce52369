package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Minato beside its peers, in less than half an hour: everything that the goals are about.
///
/// Each group's servers are started twice, since no two runs of a JVM compile alike, and measured in several passes
/// each time.
/// What fails is reported by name and the rest goes on. The file is written anew after each part, so that what was
/// measured
/// is not lost with what comes later.
final class Peers {
    private static final int CONNECTIONS = 10_200;
    private static final int GENERATIONS = 2;
    private static final double OVERHEAD = 0.1;
    private static final double START = 0.7;
    private static final double OPEN_VERY_MANY = 1.5;
    private static final double DATAGRAMS_FLY = 0.2;

    /// What the idle connections and the allocation take, about.
    private static final double IDLE_AND_ALLOCATION = 100;

    private final Options options;
    private final Tools tools;
    private final Map<String, String> facts;
    private final List<Group> groups;
    private final Results results = new Results();
    private final FirstSecond firstSecond;
    private final List<Finding> findings = new ArrayList<>();
    private Finding idle = new Finding("not measured yet", List.of("server"));
    private Finding allocation = idle;

    Peers(Options options, Tools tools) throws IOException {
        this.options = options;
        this.tools = tools;
        this.facts = Machine.facts();
        this.groups = new Groups(options, Machine.descriptors() > CONNECTIONS).chosen();
        this.firstSecond = new FirstSecond(options, tools);
    }

    /// Returns the status: 1 if anything failed.
    int run() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        System.err.printf("bench: about %s%n", Rounds.minutes(estimate()));
        for (Group group : groups) {
            for (int generation = 0; generation < GENERATIONS; generation++) {
                measure(group, generation);
                write();
            }
        }
        if (options.shapes().isEmpty()) {
            others();
        }
        System.err.printf("bench: took %s%n", Rounds.minutes((System.nanoTime() - begin) / 1e9));
        System.out.print(text());
        return failed() ? 1 : 0;
    }

    private void measure(Group group, int generation) throws InterruptedException {
        try (var servers = new Generation(group, tools, results)) {
            servers.start(options.warm());
            servers.rehearse(options.settle());
            for (int pass = 0; pass < options.rounds(); pass++) {
                servers.measure(generation * options.rounds() + pass, options.seconds());
            }
        }
    }

    /// What no shape is about.
    private void others() throws IOException, InterruptedException {
        findings.add(firstSecond.measure(options.rounds()));
        firstSecond.draw(picture("first-second.png"));
        write();
        idle = new Idle(options, tools).ofGoals();
        findings.add(idle);
        allocation = new Allocation(options, tools, 1.5 * options.seconds()).ofGoals();
        findings.add(allocation);
        write();
    }

    private double estimate() {
        double seconds = options.shapes().isEmpty() ? FirstSecond.estimate(options.rounds()) + IDLE_AND_ALLOCATION : 0;
        for (Group group : groups) {
            seconds += GENERATIONS * estimate(group);
        }
        return seconds;
    }

    private double estimate(Group group) {
        double start = group.candidates().stream()
                .mapToDouble(candidate -> START + (candidate.kind().warmsUp() ? options.warm() : 0))
                .sum();
        double pass = 0;
        double rehearsal = 0;
        for (Group.Comparison comparison : group.comparisons()) {
            double each = comparison.settle() + OVERHEAD;
            each += comparison.shape().clients() >= 10_000 ? OPEN_VERY_MANY : 0;
            each += comparison.shape().protocol() == Protocol.UDP ? DATAGRAMS_FLY : 0;
            pass += comparison.candidates().size() * (each + options.seconds());
            rehearsal += comparison.candidates().size() * (each + Generation.rehearsal(comparison, options.settle()));
        }
        return start + rehearsal + options.rounds() * pass;
    }

    private void write() throws IOException {
        try {
            Chart.write(results, options.chart().orElse(picture("results.png")));
        } catch (RuntimeException e) {
            System.err.println("bench: FAILED to draw: " + e);
        }
        new ResultsFile(options.markdown().orElse(picture("RESULTS.md"))).writePeers(text());
        if (options.json().isPresent()) {
            Json.write(results, facts, options.json().get());
        }
    }

    /// Beside the table, wherever that is.
    private Path picture(String name) {
        Path kept = Path.of(System.getProperty("bench.root", "bench"), name);
        return options.markdown().map(file -> file.resolveSibling(name)).orElse(kept);
    }

    private String text() {
        var report = new Report(results, facts, options.command());
        var text = new StringBuilder(report.head()).append(new Goals(results).section(idle, allocation));
        text.append("\nThroughput and CPU a request, divided by those of C in the same pass:\n");
        text.append("\n![Throughput and CPU by server](results.png)\n").append(report.tables());
        text.append(Fairness.of(results)).append(Growth.of(results));
        for (Finding finding : findings) {
            text.append(finding);
            if (finding.equals(findings.getFirst())) {
                text.append("\n![Requests in the first seconds](first-second.png)\n");
            }
        }
        return text.append(report.missing()).toString();
    }

    private boolean failed() {
        return !results.failures().isEmpty()
                || findings.stream().anyMatch(finding -> !finding.failures().isEmpty());
    }
}
