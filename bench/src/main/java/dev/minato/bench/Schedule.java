package dev.minato.bench;

import java.util.List;

/// Which shapes a candidate is measured with, and when.
@FunctionalInterface
interface Schedule {
    /// In this order; empty if it does not take part.
    List<Shape> shapes(Pass pass, int round, Candidate candidate);

    /// What the options choose: the same shapes for all.
    static Schedule chosen(Options options, List<Shape> shapes) {
        return (pass, round, candidate) -> options.takesIn(candidate, round)
                ? shapes.stream()
                        .filter(shape -> shape.protocol() == candidate.protocol())
                        .toList()
                : List.of();
    }
}
