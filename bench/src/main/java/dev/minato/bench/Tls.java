package dev.minato.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Echo over TLS 1.3 with one suite, and whole handshakes, in interleaved rounds.
///
/// The load says which version, suite and group it wants, and takes no other, so that all servers do the same work.
final class Tls {
    private static final String C = "c-openssl";
    private static final String NETTY = "netty-jdk";
    private static final double OF_C = 1.10;
    private static final double OF_NETTY = 1.00;
    private static final List<Shape> GOALS =
            List.of(Shape.TLS_SMALL, Shape.TLS_SMALL_BATCHES, Shape.TLS_LARGE, Shape.TLS_LARGE_BATCHES);

    private final Options options;
    private final Tools tools;
    private final Results results = new Results();

    Tls(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    /// Measures what the options choose; false if anything failed.
    boolean measure() throws IOException, InterruptedException {
        if (!tools.hasTls()) {
            return true;
        }
        Certificates.make(tools.certificates());
        new Rounds(options, tools, this::shapes, candidates(options), results).run();
        return results.failures().isEmpty();
    }

    /// Those that the options name; all, if they name none.
    static List<Candidate> candidates(Options options) {
        return Candidates.ALL.stream()
                .filter(candidate -> candidate.protocol() == Protocol.TLS && options.hasName(candidate.name()))
                .toList();
    }

    /// A server whose key is of RSA differs in its handshakes.
    private List<Shape> shapes(Pass pass, int round, Candidate candidate) {
        if (pass == Pass.TWO_CORES || !options.takesIn(candidate, round)) {
            return List.of();
        }
        boolean rsa = candidate.name().endsWith(Candidate.RSA);
        return Shape.OVER_TLS.stream()
                .filter(shape -> options.hasShape(shape.name()))
                .filter(shape -> !rsa || shape.equals(Shape.TLS_HANDSHAKE))
                .toList();
    }

    Results results() {
        return results;
    }

    /// Sections of Markdown: the goals, and the tables.
    String sections(Report report) {
        return results.entries().isEmpty() ? "" : goals() + report.tables();
    }

    private String goals() {
        var table = new Table(List.of("CPU of the server", "wanted", "measured", "outcome"));
        for (Candidate candidate : results.candidates(Pass.ONE_CORE, Protocol.TLS)) {
            if (candidate.name().startsWith("minato")) {
                goals(candidate, table);
            }
        }
        return table.isEmpty() ? "" : "\n## Goals of TLS\n\n" + table;
    }

    private void goals(Candidate candidate, Table table) {
        boolean rsa = candidate.name().endsWith(Candidate.RSA);
        List<Shape> shapes = new ArrayList<>(rsa ? List.of() : GOALS);
        for (Shape shape : shapes) {
            goal(candidate, C, shape, OF_C).ifPresent(table::row);
            goal(candidate, NETTY, shape, OF_NETTY).ifPresent(table::row);
        }
        String netty = rsa ? NETTY + Candidate.RSA : NETTY;
        goal(candidate, netty, Shape.TLS_HANDSHAKE, OF_NETTY).ifPresent(table::row);
        goal(candidate, netty, Shape.TLS_RESUMED, OF_NETTY).ifPresent(table::row);
    }

    private Optional<List<String>> goal(Candidate own, String other, Shape shape, double limit) {
        return results.ratio(Pass.ONE_CORE, own, Candidates.named(Protocol.TLS, other), shape, Measurement::cpuMicros)
                .map(Results.Summary::median)
                .map(ratio -> List.of(
                        "%s: %s ÷ %s".formatted(shape.title(), own.name(), other),
                        "≤ %.2f".formatted(limit),
                        "%.2f".formatted(ratio),
                        ratio <= limit ? "met" : "missed by %.0f %%".formatted(100 * (ratio / limit - 1))));
    }
}
