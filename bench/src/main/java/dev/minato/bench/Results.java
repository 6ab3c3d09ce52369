package dev.minato.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
        List<Shape> measured = new ArrayList<>(Shape.ALL);
        measured.add(Shape.TCP_10000);
        return measured.stream()
                .filter(shape -> shape.protocol() == protocol)
                .filter(shape -> entries.stream().anyMatch(e -> e.pass == pass && e.shape.equals(shape)))
                .toList();
    }

    Optional<Summary> summary(Pass pass, Candidate candidate, Shape shape, ToDoubleFunction<Measurement> value) {
        return summary(of(pass, candidate, shape).stream().mapToDouble(entry -> value.applyAsDouble(entry.measured)));
    }

    /// Ratios to the reference in the same round.
    Optional<Summary> ratio(Pass pass, Candidate candidate, Shape shape, ToDoubleFunction<Measurement> value) {
        return summary(of(pass, candidate, shape).stream().flatMapToDouble(entry -> {
            OptionalDouble reference = reference(entry, value);
            double own = value.applyAsDouble(entry.measured);
            return reference.isPresent() ? DoubleStream.of(own / reference.getAsDouble()) : DoubleStream.empty();
        }));
    }

    private OptionalDouble reference(Entry beside, ToDoubleFunction<Measurement> value) {
        return entries.stream()
                .filter(entry -> entry.candidate.isReference())
                .filter(e -> e.pass == beside.pass && e.round == beside.round && e.shape.equals(beside.shape))
                .mapToDouble(entry -> value.applyAsDouble(entry.measured))
                .findFirst();
    }

    List<Entry> of(Pass pass, Candidate candidate, Shape shape) {
        return entries.stream()
                .filter(e -> e.pass == pass && e.candidate.equals(candidate) && e.shape.equals(shape))
                .toList();
    }

    private static Optional<Summary> summary(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int n = sorted.length;
        if (n == 0) {
            return Optional.empty();
        }
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        return Optional.of(new Summary(median, sorted[0], sorted[n - 1], n));
    }
}
