package dev.minato.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/// Everything that was measured, and what was not.
final class Results {
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /// @param pass on which cores the server was
    record Entry(Pass pass, int round, Candidate candidate, Shape shape, Measurement measured) {}

    /// The median and the outermost of some rounds.
    record Summary(double median, double least, double most, int rounds) {}

    void add(Entry entry) {
        entries.add(entry);
    }

    void fail(String what) {
        failures.add(what);
        System.err.println("bench: FAILED " + what);
    }

    void skip(Candidate candidate, String reason) {
        String line = candidate.protocol().label() + " " + candidate.name() + ": " + reason;
        if (!skipped.contains(line)) {
            skipped.add(line);
            System.err.println("bench: skipped " + line);
        }
    }

    List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    List<String> failures() {
        return Collections.unmodifiableList(failures);
    }

    List<String> skipped() {
        return Collections.unmodifiableList(skipped);
    }

    List<Pass> passes() {
        return entries.stream().map(Entry::pass).distinct().toList();
    }

    /// Those measured in this pass, in the order of [Candidates#ALL].
    List<Candidate> candidates(Pass pass, Protocol protocol) {
        return Candidates.ALL.stream()
                .filter(candidate -> candidate.protocol() == protocol)
                .filter(candidate -> entries.stream().anyMatch(e -> e.pass == pass && e.candidate.equals(candidate)))
                .toList();
    }

    /// Those measured in this pass, the fewest clients first.
    List<Shape> shapes(Pass pass, Protocol protocol) {
        return Shape.all()
                .filter(shape -> shape.protocol() == protocol)
                .filter(shape -> entries.stream().anyMatch(e -> e.pass == pass && e.shape.equals(shape)))
                .toList();
    }

    Optional<Summary> summary(Pass pass, Candidate candidate, Shape shape, ToDoubleFunction<Measurement> value) {
        return summary(of(pass, candidate, shape).stream().mapToDouble(entry -> value.applyAsDouble(entry.measured)));
    }

    /// Ratios to the reference in the same round.
    Optional<Summary> ratio(Pass pass, Candidate candidate, Shape shape, ToDoubleFunction<Measurement> value) {
        return entries.stream()
                .map(Entry::candidate)
                .filter(candidate::isComparedWith)
                .findFirst()
                .flatMap(reference -> ratio(pass, candidate, reference, shape, value));
    }

    /// Ratios to another candidate in the same round.
    Optional<Summary> ratio(
            Pass pass, Candidate candidate, Candidate to, Shape shape, ToDoubleFunction<Measurement> value) {
        List<Entry> others = of(pass, to, shape);
        return summary(of(pass, candidate, shape).stream()
                .flatMapToDouble(own -> others.stream()
                        .filter(other -> other.round == own.round)
                        .limit(1)
                        .mapToDouble(
                                other -> value.applyAsDouble(own.measured) / value.applyAsDouble(other.measured))));
    }

    /// Whether the load generator, and not the server, set the pace in any round.
    boolean loadWasTheLimit(Pass pass, Candidate candidate, Shape shape) {
        return of(pass, candidate, shape).stream().anyMatch(entry -> entry.measured.loadWasTheLimit());
    }

    List<Entry> of(Pass pass, Candidate candidate, Shape shape) {
        return entries.stream()
                .filter(e -> e.pass == pass && e.candidate.equals(candidate) && e.shape.equals(shape))
                .toList();
    }

    static Optional<Summary> summary(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int n = sorted.length;
        if (n == 0) {
            return Optional.empty();
        }
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        return Optional.of(new Summary(median, sorted[0], sorted[n - 1], n));
    }
}
