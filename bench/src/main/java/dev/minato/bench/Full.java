package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Everything, in the time of a tea: the rounds, then each further measurement, and the goals from all of them.
///
/// What fails is reported by name and the rest goes on. The file is written anew after each part, so that what
/// was measured is not lost with what comes later.
final class Full {
    private static final double ALLOCATION = 1.5;
    private static final double SYSTEM_CALLS = 0.6;
    private static final int CONNECTIONS = 10_200;

    private final Options options;
    private final Tools tools;
    private final Map<String, String> facts;
    private final Results results = new Results();
    private final List<Finding> findings = new ArrayList<>();
    private final long begin = System.nanoTime();
    private String goals = "";
    private String overTls = "";

    Full(Options options, Tools tools) throws IOException {
        this.options = options;
        this.tools = tools;
        this.facts = Machine.facts();
    }

    int run() throws IOException, InterruptedException {
        boolean canGrow = Machine.descriptors() > CONNECTIONS;
        List<Candidate> candidates = FullSchedule.candidates().stream()
                .filter(candidate -> options.hasName(candidate.name()))
                .toList();
        new Rounds(options, tools, new FullSchedule(canGrow), candidates, results).run();
        Finding growth = found(Growth.of(results));
        Finding idle = found(new Idle(options, tools).ofMinato());
        Finding allocation = found(new Allocation(options, tools, ALLOCATION * options.seconds()).ofMinato());
        Finding fairness = found(new NoisyNeighbours(options, tools).measure());
        Finding codecs = found(new Codecs().measure());
        goals = new Goals(results).section(idle, allocation, growth, fairness, codecs);
        found(new SystemCalls(options, tools).measure(traced(), SYSTEM_CALLS * options.seconds()));
        found(Micro.measure());
        found(new Channels(options, tools).measure());
        found(new Overload(options, tools).measure());
        found(new Clients(options, tools).measure());
        found(new Ticks(tools, Ticks.SECONDS).measure());
        var tls = new Tls(options, tools);
        boolean passed = tls.measure();
        overTls = tls.sections(new Report(tls.results(), facts, options.command()));
        found(new IdleTls(options, tools).measure());
        System.err.printf(
                "bench: took %d minutes%n",
                Duration.ofNanos(System.nanoTime() - begin).toMinutes());
        return failed() || !passed ? 1 : 0;
    }

    private List<Candidate> traced() {
        List<Candidate> traced = new ArrayList<>(Candidates.named(
                options,
                Protocol.TCP,
                "c-epoll",
                "minato-local",
                "minato-shared",
                "minato-jdk",
                "jdk-virtual",
                "nio-selector",
                "netty-epoll"));
        traced.addAll(Candidates.named(options, Protocol.UDP, "c-recvfrom", "minato-local"));
        return traced;
    }

    private Finding found(Finding finding) throws IOException {
        findings.add(finding);
        write();
        return finding;
    }

    private void write() throws IOException {
        var after = new StringBuilder(Fairness.of(results).toString());
        findings.forEach(after::append);
        after.append(overTls);
        Path chart = options.chart().orElseThrow();
        try {
            Chart.write(results, chart);
        } catch (RuntimeException e) {
            System.err.println("bench: FAILED to draw: " + e);
        }
        new Report(results, facts, options.command())
                .write(options.markdown().orElseThrow(), options.chart(), goals, after.toString());
        if (options.json().isPresent()) {
            Json.write(results, facts, options.json().get());
        }
    }

    private boolean failed() {
        return !results.failures().isEmpty()
                || findings.stream().anyMatch(finding -> !finding.failures().isEmpty());
    }
}
