package dev.minato.bench;

import java.io.IOException;
import java.util.List;

/// Bytes of heap that a server allocates for a message, in steady state.
///
/// Counted by the JVM for all threads (`ThreadMXBean.getTotalThreadAllocatedBytes`; what a virtual thread
/// allocates counts for its carrier), from the end of the warm-up to the end of the load. Off-heap memory is
/// not in it.
final class Allocation {
    private final Options options;
    private final Tools tools;
    private final double seconds;
    private final Finding finding = new Finding(
            "Allocation: bytes of heap the server takes a message",
            List.of("server", "load", "messages", "bytes a message"));

    /// Over so many seconds of load.
    Allocation(Options options, Tools tools, double seconds) {
        this.options = options;
        this.tools = tools;
        this.seconds = seconds;
    }

    /// What the goals speak of.
    Finding ofGoals() throws InterruptedException {
        return measure(
                Candidates.named(options, Protocol.TCP, "minato-local", "minato-local-ring", "minato-shared"),
                Candidates.named(options, Protocol.UDP, "minato-local", "minato-shared"));
    }

    /// With the peers, and every way to use Minato.
    Finding ofAll() throws InterruptedException {
        return measure(
                Candidates.named(
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
                        "minato-local-kit",
                        "minato-shared-kit",
                        "minato-jdk-kit",
                        "jdk-virtual",
                        "nio-selector",
                        "netty-epoll",
                        "netty-epoll-lines"),
                Candidates.named(
                        options,
                        Protocol.UDP,
                        "minato-local",
                        "minato-shared",
                        "minato-jdk",
                        "jdk-platform",
                        "netty-epoll"));
    }

    private Finding measure(List<Candidate> streams, List<Candidate> datagrams) throws InterruptedException {
        for (Candidate candidate : streams) {
            finding.measure(candidate.name() + ", TCP", () -> measure(candidate, Shape.TCP_BATCHES));
        }
        for (Candidate candidate : datagrams) {
            finding.measure(candidate.name() + ", UDP", () -> measure(candidate, Shape.UDP_BATCHES));
        }
        return finding;
    }

    private void measure(Candidate candidate, Shape shape) throws IOException, InterruptedException, SkippedException {
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            Load.warmUp(tools, server, shape, options.warm());
            Measurement measured =
                    Load.run(tools, server, Pass.LOAD_CORE, shape, options.settle(), seconds, server::allocated);
            finding.row(List.of(
                    candidate.name(),
                    shape.name(),
                    "%,d".formatted(measured.messages()),
                    "%.3f".formatted(measured.cost())));
            finding.figure(candidate.protocol().label() + " " + candidate.name(), measured.cost());
        }
    }
}
