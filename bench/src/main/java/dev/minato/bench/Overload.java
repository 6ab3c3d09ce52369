package dev.minato.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Throughput of as many pipelining clients as a server of the kit admits, alone and while ten times as many wait to
/// be admitted, each with a first message sent.
final class Overload {
    private static final Shape ADMITTED = Shape.TCP_BATCHES;
    private static final int WAITING = 10 * ADMITTED.clients();
    private static final byte[] FIRST = "hello\n".getBytes(StandardCharsets.US_ASCII);

    private final Options options;
    private final Tools tools;
    private final Finding finding = new Finding(
            "Overload: %d clients × %d in flight, as many as are admitted"
                    .formatted(ADMITTED.clients(), ADMITTED.inFlight()),
            List.of(
                    "server",
                    "waiting",
                    "messages/s",
                    "CPU µs a message",
                    "of the throughput alone",
                    "of the CPU alone"));

    Overload(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    Finding measure() throws InterruptedException {
        for (String mode : List.of("local", "shared", "jdk")) {
            Candidate kit = Candidates.named(Protocol.TCP, "minato-" + mode + "-kit");
            if (options.hasName(kit.name())) {
                finding.measure(kit.name(), () -> measure(kit));
            }
        }
        return finding;
    }

    private void measure(Candidate kit) throws IOException, InterruptedException, SkippedException {
        List<String> arguments = new ArrayList<>(kit.arguments());
        arguments.add("max=" + ADMITTED.clients());
        var full = new Candidate(kit.name(), kit.protocol(), kit.turn(), kit.kind(), arguments);
        try (Server server = Server.start(full, tools, Pass.ONE_CORE.cores, List.of())) {
            Load.warmUp(tools, server, ADMITTED, options.warm());
            var alone = new Results();
            var beside = new Results();
            for (int round = 0; round < options.rounds(); round++) {
                add(alone, round, full, load(server, 0));
                add(beside, round, full, load(server, WAITING));
            }
            row(kit.name(), 0, alone, alone, full);
            row(kit.name(), WAITING, beside, alone, full);
        }
    }

    private static void add(Results to, int round, Candidate candidate, Measurement measured) {
        to.add(new Results.Entry(Pass.ONE_CORE, round, candidate, ADMITTED, measured));
    }

    /// The others come when the load is admitted, and go when it has been measured.
    private Measurement load(Server server, int waiting) throws IOException, InterruptedException {
        List<SocketChannel> queue = new ArrayList<>();
        try {
            return Load.run(tools, server, Pass.LOAD_CORE, ADMITTED, options.settle(), options.seconds(), () -> {
                while (queue.size() < waiting) {
                    queue.add(waiting(server.port()));
                }
                return server.cpuNanos();
            });
        } finally {
            for (SocketChannel each : queue) {
                each.close();
            }
        }
    }

    private static SocketChannel waiting(int port) throws IOException {
        var client = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        client.write(ByteBuffer.wrap(FIRST));
        return client;
    }

    private void row(String name, int waiting, Results measured, Results alone, Candidate candidate) {
        double perSecond = median(measured, candidate, false);
        double cpu = median(measured, candidate, true);
        double ofThroughput = perSecond / median(alone, candidate, false);
        finding.row(List.of(
                name,
                "%,d".formatted(waiting),
                "%,.0f".formatted(perSecond),
                "%.3f".formatted(cpu),
                "%.2f".formatted(ofThroughput),
                "%.2f".formatted(cpu / median(alone, candidate, true))));
        if (waiting > 0) {
            finding.figure(name, ofThroughput);
        }
    }

    private static double median(Results results, Candidate candidate, boolean cpu) {
        return results.summary(
                        Pass.ONE_CORE, candidate, ADMITTED, cpu ? Measurement::cpuMicros : Measurement::perSecond)
                .map(Results.Summary::median)
                .orElse(Double.NaN);
    }
}
