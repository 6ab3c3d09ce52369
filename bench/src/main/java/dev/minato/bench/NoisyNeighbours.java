package dev.minato.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// The latency of quiet clients of an echo while 32 others pipeline requests to one of the same server's
/// services, beside how long they wait in the C loop.
///
/// As in [Rounds], each server is started anew in each round, in rotated order. The pipeliners share the load's
/// core with the probe, which the scheduler prefers.
final class NoisyNeighbours {
    /// The loop in C that reads once an event. The other, `c-epoll`, reads a socket until it is empty, which
    /// that of a pipeliner never is.
    private static final Candidate REFERENCE = Candidates.named(Protocol.TCP, "c-epoll-level");

    private static final double SETTLE_SECONDS = 1;
    private static final double SPARE_SECONDS = 30;
    private static final String UNANSWERED = " messages of quiet clients had no answer within 10 s of the end";
    private static final double START_SECONDS = 0.7;

    /// What the last answers are waited for.
    private static final double END_SECONDS = 0.5;

    private final Options options;
    private final Tools tools;
    private final List<Entry> entries = new ArrayList<>();
    private final Finding finding = new Finding(
            "Fairness: quiet echo clients beside " + Pipeliners.CONNECTIONS + " pipeliners, in ms",
            List.of(
                    "server",
                    "pipeliners on",
                    "p50",
                    "p99 (least–most)",
                    "longest",
                    "p99 above C",
                    "new conn. p50",
                    "new conn. longest",
                    "pipelined MB/s"));

    NoisyNeighbours(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    /// One server in one round beside the pipeliners of one service.
    record Entry(int round, Candidate server, String service, QuietLatency latency, Pipeliners.Traffic traffic) {
        String name() {
            return "%s beside %s, round %d".formatted(server.name(), service, round + 1);
        }
    }

    /// In the finding: p99 is noted as `SERVER SERVICE`, and what that of the echo is above that of C
    /// as `SERVER above C`.
    Finding measure() throws InterruptedException {
        List<Candidate> candidates = Candidates.named(
                options,
                Protocol.TCP,
                "c-epoll",
                REFERENCE.name(),
                "minato-local-services",
                "minato-shared-services",
                "minato-jdk-services");
        System.err.printf("bench: about %s for %d servers%n", Rounds.minutes(estimate(candidates)), candidates.size());
        for (int round = 0; round < options.rounds(); round++) {
            List<Candidate> order = new ArrayList<>(candidates);
            Collections.rotate(order, round * order.size() / options.rounds());
            for (Candidate candidate : order) {
                int number = round;
                finding.measure(candidate.name() + ", round " + (round + 1), () -> measure(number, candidate));
            }
        }
        return summarize(finding, candidates, entries);
    }

    private double estimate(List<Candidate> candidates) {
        double round = 0;
        for (Candidate candidate : candidates) {
            double warm = candidate.kind().warmsUp() ? options.warm() : 0;
            round +=
                    START_SECONDS + warm + talks(candidate).size() * (SETTLE_SECONDS + options.seconds() + END_SECONDS);
        }
        return options.rounds() * round;
    }

    private void measure(int round, Candidate candidate) throws IOException, InterruptedException, SkippedException {
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            if (candidate.kind().warmsUp()) {
                Load.warmUp(tools, server, Shape.TCP_64, options.warm());
            }
            List<Pipeliners.Talk> order = new ArrayList<>(talks(candidate));
            Collections.rotate(order, round);
            for (Pipeliners.Talk talk : order) {
                entries.add(measure(round, candidate, server, talk));
            }
        }
    }

    /// What is written in C does nothing but echo.
    private static List<Pipeliners.Talk> talks(Candidate candidate) {
        return Pipeliners.Talk.ALL.stream()
                .filter(talk -> candidate.kind() != Candidate.Kind.NATIVE
                        || talk.service().equals("echo"))
                .toList();
    }

    private Entry measure(int round, Candidate candidate, Server server, Pipeliners.Talk talk)
            throws IOException, InterruptedException, SkippedException {
        double seconds = SETTLE_SECONDS + options.seconds() + SPARE_SECONDS;
        try (var pipeliners = Pipeliners.start(tools, server.port(talk.service()), talk, seconds)) {
            QuietLatency latency = probe(server);
            var entry = new Entry(round, candidate, talk.service(), latency, pipeliners.end());
            progress(entry);
            return entry;
        }
    }

    private QuietLatency probe(Server server) throws IOException, InterruptedException, SkippedException {
        List<String> command = tools.nativeCommand(List.of(
                        "quiet_probe",
                        "127.0.0.1",
                        Integer.toString(server.port()),
                        Double.toString(SETTLE_SECONDS),
                        Double.toString(options.seconds())))
                .orElseThrow(() -> new SkippedException("no C compiler"));
        Process probe = Children.start(new ProcessBuilder(tools.pinned(Pass.LOAD_CORE, command))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        Children.limit(probe, SETTLE_SECONDS + options.seconds() + SPARE_SECONDS);
        String result = probe.inputReader(StandardCharsets.UTF_8).readLine();
        int status = probe.waitFor();
        if (result == null) {
            throw new IOException("the probe ended with status " + status);
        }
        return QuietLatency.parse(result).checked();
    }

    private static void progress(Entry entry) {
        System.err.printf(
                "round %d  %-22s beside %-5s  p50 %8.2f ms  p99 %8.2f ms  unanswered %d  (probe: %s)%n",
                entry.round + 1,
                entry.server.name(),
                entry.service,
                entry.latency.quiet().p50(),
                entry.latency.quiet().p99(),
                entry.latency.unanswered(),
                entry.latency.priority());
    }

    /// The rows and figures of what was measured.
    static Finding summarize(Finding finding, List<Candidate> candidates, List<Entry> entries) {
        for (Candidate candidate : candidates) {
            for (Pipeliners.Talk talk : talks(candidate)) {
                List<Entry> rounds = entries.stream()
                        .filter(entry -> entry.server.equals(candidate) && entry.service.equals(talk.service()))
                        .toList();
                if (!rounds.isEmpty()) {
                    add(finding, candidate, talk.service(), rounds, above(entries, rounds));
                }
            }
        }
        entries.stream()
                .filter(entry -> entry.latency.unanswered() > 0)
                .forEach(entry -> finding.fail(entry.name(), new IOException(entry.latency.unanswered() + UNANSWERED)));
        entries.stream()
                .map(entry -> entry.latency.priority())
                .distinct()
                .filter(priority -> !priority.equals("SCHED_FIFO"))
                .forEach(priority -> finding.fail("probe", new IOException("ran with " + priority)));
        return finding;
    }

    private static void add(
            Finding finding, Candidate candidate, String service, List<Entry> rounds, OptionalDouble above) {
        Results.Summary p99 = summary(rounds, entry -> entry.latency.quiet().p99());
        finding.figure(candidate.name() + " " + service, p99.median());
        above.ifPresent(value -> finding.figure(candidate.name() + " above C", value));
        finding.row(List.of(
                candidate.name(),
                service,
                median(rounds, entry -> entry.latency.quiet().p50()),
                Report.spread(p99),
                Report.figure(
                        summary(rounds, entry -> entry.latency.quiet().most()).most()),
                above.isPresent() ? "%.1f".formatted(above.getAsDouble()) : Table.NOTHING,
                median(rounds, entry -> entry.latency.fresh().p50()),
                Report.figure(
                        summary(rounds, entry -> entry.latency.fresh().most()).most()),
                median(rounds, entry -> entry.traffic.sent())));
    }

    /// The median of the differences to the reference in the same round; empty without it, and beside what it
    /// does not do.
    private static OptionalDouble above(List<Entry> entries, List<Entry> rounds) {
        Optional<Results.Summary> differences = Results.summary(rounds.stream()
                .flatMapToDouble(own -> entries.stream()
                        .filter(other -> other.round == own.round && other.server.equals(REFERENCE))
                        .filter(other -> other.service.equals(own.service) && !own.server.equals(REFERENCE))
                        .limit(1)
                        .mapToDouble(other -> own.latency.quiet().p99()
                                - other.latency.quiet().p99())));
        return differences.stream().mapToDouble(Results.Summary::median).findFirst();
    }

    private static Results.Summary summary(List<Entry> rounds, ToDoubleFunction<Entry> value) {
        return Results.summary(rounds.stream().mapToDouble(value)).orElseThrow();
    }

    private static String median(List<Entry> rounds, ToDoubleFunction<Entry> value) {
        return Report.figure(summary(rounds, value).median());
    }
}
