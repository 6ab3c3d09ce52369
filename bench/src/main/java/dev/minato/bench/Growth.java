package dev.minato.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CPU a request at 64, 1,000 and 10,000 connections: what each further connection costs the others.
final class Growth {
    /// In the finding: the ratio of 10,000 to 64 is noted under the candidate's name.
    private static final List<Shape> SHAPES = List.of(Shape.TCP_64, Shape.TCP_1000, Shape.TCP_10000);

    private static final Candidate C = Candidates.named(Protocol.TCP, "c-epoll");

    private Growth() {}

    static Finding measure(Options options, Tools tools) throws InterruptedException {
        List<Candidate> candidates = Candidates.named(
                options,
                Protocol.TCP,
                "c-epoll",
                "minato-local",
                "minato-shared",
                "minato-jdk",
                "jdk-virtual",
                "nio-selector",
                "netty-epoll");
        var results = new Results();
        new Rounds(options, tools, (pass, round, candidate) -> SHAPES, candidates, results).run();
        return of(results);
    }

    /// From what was measured already.
    static Finding of(Results results) {
        var finding = new Finding(
                "Growth: CPU of the server in µs a request",
                List.of("server", "64 conn.", "1,000 conn.", "10,000 conn.", "10,000 : 64"));
        for (Candidate candidate : results.candidates(Pass.ONE_CORE, Protocol.TCP)) {
            if (!results.of(Pass.ONE_CORE, candidate, Shape.TCP_10000).isEmpty()) {
                add(results, candidate, finding);
            }
        }
        return finding;
    }

    /// What the CPU a request of 10,000 connections is of that of 64, divided by the same of C in the same round.
    static Optional<Results.Summary> besideC(Results results, Candidate candidate) {
        return Results.summary(results.of(Pass.ONE_CORE, candidate, Shape.TCP_10000).stream()
                .mapToInt(Results.Entry::round)
                .mapToObj(round -> growth(results, candidate, round).stream()
                        .flatMap(own -> growth(results, C, round).stream().map(limit -> own / limit)))
                .flatMapToDouble(ratios -> ratios.mapToDouble(Double::doubleValue)));
    }

    private static Optional<Double> growth(Results results, Candidate candidate, int round) {
        Optional<Double> few = cpu(results, candidate, Shape.TCP_64, round);
        return cpu(results, candidate, Shape.TCP_10000, round).flatMap(many -> few.map(cpu -> many / cpu));
    }

    private static Optional<Double> cpu(Results results, Candidate candidate, Shape shape, int round) {
        return results.of(Pass.ONE_CORE, candidate, shape).stream()
                .filter(entry -> entry.round() == round)
                .map(entry -> entry.measured().cpuMicros())
                .findFirst();
    }

    private static void add(Results results, Candidate candidate, Finding finding) {
        List<String> row = new ArrayList<>(List.of(candidate.name()));
        double[] cpu = SHAPES.stream()
                .mapToDouble(shape -> results.summary(Pass.ONE_CORE, candidate, shape, Measurement::cpuMicros)
                        .map(Results.Summary::median)
                        .orElse(Double.NaN))
                .toArray();
        for (double micros : cpu) {
            row.add(Report.figure(micros));
        }
        row.add("%.2f".formatted(cpu[2] / cpu[0]));
        finding.row(row);
        finding.figure(candidate.name(), cpu[2] / cpu[0]);
    }
}
