package dev.minato.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Bytes of heap that a server allocates for a message, in steady state.
///
/// Counted by the JVM for all threads (`ThreadMXBean.getTotalThreadAllocatedBytes`; what a virtual thread
/// allocates counts for its carrier), from the end of the warm-up to the end of the load. Off-heap memory is
/// not in it.
final class Allocation {
    private final Options options;
    private final Tools tools;
    private int failures;

    Allocation(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    int run() throws IOException, InterruptedException {
        var table = new Table(List.of("server", "load", "messages", "bytes a message"));
        for (Candidate candidate : candidates()) {
            Shape shape = candidate.protocol() == Protocol.TCP ? Shape.TCP_BATCHES : Shape.UDP_BATCHES;
            measure(candidate, shape, table);
        }
        System.out.println("\nBytes allocated by the server, a message:\n\n" + table);
        return failures == 0 ? 0 : 1;
    }

    private List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>(Candidates.named(
                options,
                Protocol.TCP,
                "minato-local",
                "minato-shared",
                "minato-jdk",
                "minato-local-waiting",
                "minato-shared-waiting",
                "minato-jdk-waiting",
                "minato-local-framed",
                "minato-shared-framed",
                "minato-jdk-framed",
                "jdk-virtual",
                "nio-selector",
                "netty-epoll"));
        all.addAll(Candidates.named(
                options, Protocol.UDP, "minato-local", "minato-shared", "minato-jdk", "jdk-platform", "netty-epoll"));
        return all;
    }

    private void measure(Candidate candidate, Shape shape, Table table) throws InterruptedException {
        System.err.println("bench: allocation of " + candidate.name() + ", " + shape.name());
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            Measurement measured = Load.run(
                    tools, server, Pass.LOAD_CORE, shape, options.warm(), options.seconds(), server::allocated);
            table.row(List.of(
                    candidate.name(),
                    shape.name(),
                    "%,d".formatted(measured.messages()),
                    "%.3f".formatted(measured.cost())));
        } catch (SkippedException e) {
            System.err.println("bench: skipped " + candidate.name() + ": " + e.getMessage());
        } catch (IOException e) {
            System.err.println("bench: FAILED " + candidate.name() + ": " + e.getMessage());
            failures++;
        }
    }
}
