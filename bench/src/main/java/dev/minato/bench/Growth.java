package dev.minato.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// CPU a request at 64, 1,000 and 10,000 connections: what each further connection costs the others.
final class Growth {
    private static final List<Shape> SHAPES = List.of(Shape.TCP_64, Shape.TCP_1000, Shape.TCP_10000);

    private final Options options;
    private final Tools tools;

    Growth(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    int run() throws IOException, InterruptedException {
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
        new Rounds(options, tools, SHAPES, candidates, results).run();
        var table = new Table(List.of("server", "64 conn.", "1,000 conn.", "10,000 conn.", "10,000 : 64"));
        results.candidates(Pass.ONE_CORE, Protocol.TCP).forEach(candidate -> table.row(row(results, candidate)));
        System.out.println("\nCPU of the server in µs a request, medians:\n\n" + table);
        return results.failures().isEmpty() ? 0 : 1;
    }

    private static List<String> row(Results results, Candidate candidate) {
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
        return row;
    }
}
