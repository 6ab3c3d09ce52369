package dev.minato.bench;

import dev.minato.bench.Group.Comparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The servers of a group, all started, warmed up, and measured in turn in several passes: each once with each shape,
/// one
/// right after the other, and in the other order in every second pass.
///
/// What the machine does from second to second so meets all of them, and a ratio within a pass means something. A
/// server that
/// fails is ended and named, and the others go on.
final class Generation implements AutoCloseable {
    private static final double CONNECTING_SECONDS = 4;

    private final Group group;
    private final Tools tools;
    private final Results results;
    private final Map<Candidate, Server> running = new LinkedHashMap<>();
    private final List<Server> all = new ArrayList<>();

    Generation(Group group, Tools tools, Results results) {
        this.group = group;
        this.tools = tools;
        this.results = results;
    }

    /// Starts all of them, and warms up each for so long.
    void start(double warm) throws InterruptedException {
        try {
            List<String> behind = startBehind();
            for (Candidate candidate : group.candidates()) {
                start(candidate, behind);
            }
        } catch (IOException | SkippedException e) {
            results.fail("what is behind the proxies: " + e.getMessage());
        }
        for (Candidate candidate : List.copyOf(running.keySet())) {
            attempt(candidate, "warming up", server -> warmUp(candidate, server, warm));
        }
    }

    /// The port of what is behind proxies.
    private List<String> startBehind() throws IOException, SkippedException {
        if (group.behind().isEmpty()) {
            return List.of();
        }
        Server server = Server.start(group.behind().get(), tools, Pass.LOAD_CORE, List.of());
        all.add(server);
        return List.of(Integer.toString(server.port()));
    }

    private void start(Candidate candidate, List<String> behind) {
        List<String> more = new ArrayList<>(behind);
        more.addAll(group.arguments());
        if (candidate.kind() == Candidate.Kind.SCRIPT) {
            more.addFirst(Integer.toString(Ports.free()));
        }
        try {
            Server server = Server.start(candidate.with(more), tools, group.pass().cores, List.of());
            all.add(server);
            running.put(candidate, server);
        } catch (SkippedException e) {
            results.skip(candidate, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            results.fail(candidate.protocol().label() + " " + candidate.name() + ": " + e.getMessage());
        }
    }

    private void warmUp(Candidate candidate, Server server, double warm) throws IOException, InterruptedException {
        if (candidate.kind().warmsUp()) {
            Shape usual = group.comparisons().getFirst().shape();
            Load.warmUp(tools, server, usual, warm);
        }
    }

    /// Measures each with each shape for so long, and notes it as one of round `round`.
    void measure(int round, double seconds) throws InterruptedException {
        for (Comparison comparison : group.comparisons()) {
            for (Candidate candidate : order(comparison, round)) {
                attempt(candidate, comparison.shape().name(), server -> {
                    Measurement measured = run(comparison, server, seconds);
                    results.add(new Results.Entry(group.pass(), round, candidate, comparison.shape(), measured));
                    Rounds.progress(round, candidate, comparison.shape(), measured);
                });
            }
        }
    }

    /// Lets each meet each shape for a moment, so that what it runs then is compiled: longer where each message is a
    /// connection, since that code is met nowhere else, and a JVM takes 50,000 of them to compile it.
    void rehearse(double seconds) throws InterruptedException {
        for (Comparison comparison : group.comparisons()) {
            for (Candidate candidate : order(comparison, 0)) {
                if (candidate.kind().warmsUp()) {
                    attempt(candidate, comparison.shape().name(), server -> {
                        Measurement _ = run(comparison, server, rehearsal(comparison, seconds));
                    });
                }
            }
        }
    }

    /// For how long a shape is rehearsed that is usually for `seconds`.
    static double rehearsal(Comparison comparison, double seconds) {
        return comparison.shape().connectsAnew() ? Math.max(seconds, CONNECTING_SECONDS) : seconds;
    }

    private Measurement run(Comparison comparison, Server server, double seconds)
            throws IOException, InterruptedException {
        return Load.run(
                tools, server, Pass.LOAD_CORE, comparison.shape(), comparison.settle(), seconds, server::cpuNanos);
    }

    private List<Candidate> order(Comparison comparison, int round) {
        List<Candidate> order = new ArrayList<>(
                running.keySet().stream().filter(comparison::takes).toList());
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    /// Something that is done with a server.
    @FunctionalInterface
    private interface Step {
        void run(Server server) throws IOException, InterruptedException;
    }

    private void attempt(Candidate candidate, String what, Step step) throws InterruptedException {
        Server server = running.get(candidate);
        if (server == null) {
            return;
        }
        try {
            step.run(server);
        } catch (IOException | RuntimeException e) {
            results.fail(
                    "%s %s, %s: %s".formatted(candidate.protocol().label(), candidate.name(), what, e.getMessage()));
            running.remove(candidate);
            server.close();
        }
    }

    @Override
    public void close() {
        all.forEach(Server::close);
    }
}
