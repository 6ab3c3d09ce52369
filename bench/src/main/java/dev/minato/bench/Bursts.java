package dev.minato.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Datagrams in bursts between one client and a server on one core, which sends each back: one by one, in batches, and
/// in one piece with segmentation offload and receive coalescing.
///
/// The load always sends bursts that the kernel cuts; how a server receives and answers is its own affair.
final class Bursts {
    private static final List<Integer> SIZES = List.of(64, 512, 1400);
    private static final List<String> SERVERS = List.of(
            "c-recvfrom",
            "c-recvmmsg",
            "c-segments",
            "minato-local",
            "minato-local-batch",
            "minato-local-segments",
            "netty-epoll",
            "netty-epoll-segments");

    private final Options options;
    private final Tools tools;
    private final Finding finding = new Finding(
            "Bursts of datagrams from one peer",
            List.of("server", "bytes", "datagrams/s", "CPU µs a datagram", "lost", "the load's core"));

    Bursts(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    Finding measure() throws InterruptedException {
        for (String name : SERVERS) {
            if (options.hasName(name)) {
                finding.measure(name, () -> measure(Candidates.named(Protocol.UDP, name)));
            }
        }
        return finding;
    }

    private void measure(Candidate candidate) throws IOException, InterruptedException, SkippedException {
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            for (int size : SIZES) {
                var perSecond = new ArrayList<Double>();
                var cpu = new ArrayList<Double>();
                double lost = 0;
                double loadCpu = 0;
                for (int round = 0; round < options.rounds(); round++) {
                    String _ = load(server, size, round == 0 ? options.warm() : 0.5);
                    long before = server.cpuNanos();
                    String result = load(server, size, options.seconds());
                    double messages = Measurement.number(result, "messages");
                    cpu.add((server.cpuNanos() - before) / messages / 1000);
                    perSecond.add(Measurement.number(result, "perSecond"));
                    lost += Measurement.number(result, "lost");
                    loadCpu = Math.max(loadCpu, Measurement.number(result, "loadCpu"));
                }
                finding.row(List.of(
                        candidate.name(),
                        "%,d".formatted(size),
                        "%,.0f".formatted(median(perSecond)),
                        "%.3f".formatted(median(cpu)),
                        "%,.0f".formatted(lost),
                        "%.0f %%".formatted(100 * loadCpu)));
                finding.figure(candidate.name() + " " + size, median(cpu));
            }
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /// Sends bursts for so long; returns what the load says.
    private String load(Server server, int size, double seconds)
            throws IOException, InterruptedException, SkippedException {
        List<String> command = tools.nativeCommand(
                        "burst_load",
                        List.of(
                                "127.0.0.1",
                                Integer.toString(server.port()),
                                Integer.toString(size),
                                "0",
                                Double.toString(seconds)))
                .orElseThrow(() -> new SkippedException("there is no C compiler"));
        Process load = Children.start(new ProcessBuilder(tools.pinned(Pass.LOAD_CORE, command)));
        Children.limit(load, seconds + 30);
        String result = String.valueOf(load.inputReader(US_ASCII).readLine());
        if (load.waitFor() != 0) {
            throw new IOException("the load said " + result);
        }
        return result;
    }
}
