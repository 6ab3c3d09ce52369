package dev.minato.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Measures candidates in interleaved rounds: in each round each candidate is started anew, in rotated order,
/// warmed up once, and measured with every shape.
///
/// What changes on the machine from minute to minute so meets all candidates, and a ratio within a round means
/// something.
final class Rounds {
    private static final double START_SECONDS = 0.7;

    private final Options options;
    private final Tools tools;
    private final Schedule schedule;
    private final List<Pass> passes;
    private final List<Candidate> candidates;
    private final Results results;

    Rounds(Options options, Tools tools, Schedule schedule, List<Candidate> candidates, Results results) {
        this.options = options;
        this.tools = tools;
        this.schedule = schedule;
        this.passes = options.twoCores() ? List.of(Pass.ONE_CORE, Pass.TWO_CORES) : List.of(Pass.ONE_CORE);
        this.candidates = candidates;
        this.results = results;
    }

    void run() throws InterruptedException {
        System.err.printf("bench: about %s for %d candidates%n", minutes(estimate()), candidates.size());
        for (Pass pass : passes) {
            for (int round = 0; round < options.rounds(); round++) {
                for (Candidate candidate : inRound(pass, round)) {
                    measure(pass, round, candidate);
                }
            }
        }
    }

    private List<Candidate> inRound(Pass pass, int round) {
        List<Candidate> order = new ArrayList<>(candidates.stream()
                .filter(candidate -> !shapesFor(pass, round, candidate).isEmpty())
                .toList());
        Collections.rotate(order, round * order.size() / options.rounds());
        return order;
    }

    /// The usual case first, because a server is warmed up with the first.
    private List<Shape> shapesFor(Pass pass, int round, Candidate candidate) {
        List<Shape> order = new ArrayList<>(schedule.shapes(pass, round, candidate));
        for (Shape usual : List.of(Shape.TCP_64, Shape.UDP_64, Shape.TLS_SMALL)) {
            if (order.remove(usual)) {
                order.addFirst(usual);
            }
        }
        return order;
    }

    private double estimate() {
        double total = 0;
        for (Pass pass : passes) {
            for (int round = 0; round < options.rounds(); round++) {
                for (Candidate candidate : inRound(pass, round)) {
                    int count = shapesFor(pass, round, candidate).size();
                    total += START_SECONDS + warm(candidate) + count * (options.settle() + options.seconds());
                }
            }
        }
        return total;
    }

    private double warm(Candidate candidate) {
        return candidate.kind().warmsUp() ? options.warm() : 0;
    }

    private void measure(Pass pass, int round, Candidate candidate) throws InterruptedException {
        try (Server server = Server.start(candidate, tools, pass.cores, List.of())) {
            List<Shape> order = shapesFor(pass, round, candidate);
            warmUp(candidate, server, order.getFirst());
            for (Shape shape : order) {
                measure(pass, round, candidate, shape, server);
            }
        } catch (SkippedException e) {
            results.skip(candidate, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            results.fail(candidate.protocol().label() + " " + candidate.name() + ": " + e.getMessage());
        }
    }

    private void warmUp(Candidate candidate, Server server, Shape shape) throws IOException, InterruptedException {
        if (candidate.kind().warmsUp()) {
            Load.warmUp(tools, server, shape, options.warm());
        }
    }

    private void measure(Pass pass, int round, Candidate candidate, Shape shape, Server server)
            throws InterruptedException {
        try {
            Measurement measured = Load.run(
                    tools, server, Pass.LOAD_CORE, shape, options.settle(), options.seconds(), server::cpuNanos);
            results.add(new Results.Entry(pass, round, candidate, shape, measured));
            progress(round, candidate, shape, measured);
        } catch (IOException | RuntimeException e) {
            results.fail("%s, %s, round %d: %s".formatted(candidate.name(), shape.name(), round + 1, e.getMessage()));
        }
    }

    static void progress(int round, Candidate candidate, Shape shape, Measurement measured) {
        System.err.printf(
                "round %d  %-18s %-12s %,11.0f/s  %7.2f µs CPU%n",
                round + 1, candidate.name(), shape.name(), measured.perSecond(), measured.cpuMicros());
    }

    static String minutes(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
}
