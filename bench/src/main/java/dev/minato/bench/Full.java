package dev.minato.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Everything: the peers, then each further measurement.
///
/// What fails is reported by name and the rest goes on. The file is written anew after each part, so that what was
/// measured is not lost with what comes later.
final class Full {
    private static final double SYSTEM_CALLS = 0.6;

    private final Options options;
    private final Tools tools;
    private final Map<String, String> facts;
    private final List<Finding> findings = new ArrayList<>();
    private String goals = "";
    private String overTls = "";

    Full(Options options, Tools tools) throws IOException {
        this.options = options;
        this.tools = tools;
        this.facts = Machine.facts();
    }

    int run() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int peers = new Peers(options.ofPeers(), tools).run();
        Finding fairness = found(new NoisyNeighbours(options, tools).measure());
        Finding codecs = found(new Codecs().measure());
        goals = new FurtherGoals().section(fairness, codecs);
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
        return failed() || !passed ? 1 : peers;
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
        var text = new StringBuilder(goals);
        findings.forEach(text::append);
        Path kept = Path.of(System.getProperty("bench.root", "bench"), "RESULTS.md");
        new ResultsFile(options.markdown().orElse(kept)).writeFurther(text + overTls);
    }

    private boolean failed() {
        return findings.stream().anyMatch(finding -> !finding.failures().isEmpty());
    }
}
