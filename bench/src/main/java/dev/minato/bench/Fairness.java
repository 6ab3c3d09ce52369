package dev.minato.bench;

import java.util.List;

/// The fairness among 1,000 connections: the slowest hundredth beside the middle.
final class Fairness {
    private Fairness() {}

    static Finding of(Results results) {
        var finding = new Finding(
                "Fairness: latency at 1,000 connections in µs", List.of("server", "p50", "p99", "p99 : p50"));
        for (Candidate candidate : results.candidates(Pass.ONE_CORE, Protocol.TCP)) {
            var p50 = results.summary(Pass.ONE_CORE, candidate, Shape.TCP_1000, Measurement::p50);
            var p99 = results.summary(Pass.ONE_CORE, candidate, Shape.TCP_1000, Measurement::p99);
            var ratio = results.summary(Pass.ONE_CORE, candidate, Shape.TCP_1000, m -> m.p99() / m.p50());
            p50.ifPresent(middle -> finding.row(List.of(
                    candidate.name(),
                    Report.figure(middle.median()),
                    Report.figure(p99.orElseThrow().median()),
                    "%.2f".formatted(ratio.orElseThrow().median()))));
        }
        return finding;
    }
}
