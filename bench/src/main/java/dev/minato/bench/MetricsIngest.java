package dev.minato.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.minato.bench.Candidate.Kind;
import dev.minato.bench.Candidate.Turn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// StatsD lines that a server on one core takes in over UDP, while another core sends as fast as it can: what arrives
/// is what the server keeps up with, and the kernel drops the rest.
final class MetricsIngest {
    private static final String DATAGRAM = "1400";
    private static final String SERIES = "1000";
    private static final Pattern ACCEPTED = Pattern.compile("result=\"accepted\"} (\\d+)");

    private final Options options;
    private final Tools tools;
    private final Finding finding = new Finding(
            "Metrics in: StatsD lines over UDP, datagrams of %s bytes, %s series".formatted(DATAGRAM, SERIES),
            List.of("server", "taken, lines/s", "of what was sent", "CPU µs a line", "lines a second of CPU"));

    MetricsIngest(Options options, Tools tools) {
        this.options = options;
        this.tools = tools;
    }

    Finding measure() throws InterruptedException {
        for (Candidate candidate : candidates()) {
            if (options.hasName(candidate.name())) {
                finding.measure(candidate.name(), () -> measure(candidate));
            }
        }
        return finding;
    }

    private static List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        for (String mode : List.of("local", "shared", "jdk")) {
            List<String> command = List.of(
                    "-Dminato.platform=" + (mode.equals("jdk") ? "jdk" : "linux"),
                    "-Dminato.scheduling=" + (mode.equals("local") ? "local" : "shared"),
                    "dev.minato.bench.server.MinatoMetricsIn");
            all.add(new Candidate("minato-" + mode, Protocol.UDP, Turn.EVERY, Kind.JAVA, command));
        }
        List<String> statsd = List.of("statsd.js", Integer.toString(Ports.free()));
        all.add(new Candidate("statsd", Protocol.UDP, Turn.EVERY, Kind.NODE, statsd));
        return all;
    }

    private void measure(Candidate candidate) throws IOException, InterruptedException, SkippedException {
        try (Server server = Server.start(candidate, tools, Pass.ONE_CORE.cores, List.of())) {
            long _ = load(server, options.warm());
            List<Double> taken = new ArrayList<>();
            List<Double> cpu = new ArrayList<>();
            List<Double> share = new ArrayList<>();
            for (int round = 0; round < options.rounds(); round++) {
                long before = accepted(server);
                long cpuBefore = server.cpuNanos();
                long sent = load(server, options.seconds());
                double lines = accepted(server) - before;
                taken.add(lines / options.seconds());
                share.add(lines / sent);
                cpu.add((server.cpuNanos() - cpuBefore) / lines);
            }
            row(candidate.name(), median(taken), median(share), median(cpu));
        }
    }

    private void row(String name, double perSecond, double share, double cpuNanos) {
        finding.row(List.of(
                name,
                "%,.0f".formatted(perSecond),
                "%.2f".formatted(share),
                "%.3f".formatted(cpuNanos / 1000),
                "%,.0f".formatted(1e9 / cpuNanos)));
        finding.figure(name, perSecond);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /// Sends for so long; returns how many lines.
    private long load(Server server, double seconds) throws IOException, InterruptedException, SkippedException {
        List<String> command = tools.nativeCommand(
                        "lines_load",
                        List.of(
                                "127.0.0.1",
                                Integer.toString(server.port()),
                                DATAGRAM,
                                SERIES,
                                Double.toString(seconds)))
                .orElseThrow(() -> new SkippedException("there is no C compiler"));
        Process load = Children.start(new ProcessBuilder(tools.pinned(Pass.LOAD_CORE, command)));
        String result = String.valueOf(load.inputReader(US_ASCII).readLine());
        if (load.waitFor() != 0) {
            throw new IOException("the load said " + result);
        }
        return (long) Measurement.number(result, "lines");
    }

    private static long accepted(Server server) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port("count"))) {
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            String text = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            var found = ACCEPTED.matcher(text);
            if (!found.find()) {
                throw new IOException("no count in " + text);
            }
            return Long.parseLong(found.group(1));
        }
    }
}
