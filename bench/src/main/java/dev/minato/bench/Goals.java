package dev.minato.bench;

import dev.minato.bench.codec.Framing;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// The project's goals, beside what this run measured.
///
/// What is measured is throughput, unless the goal says something else. Ratios are medians of the ratios within
/// a round, and above 1 is better, also for CPU. Where the load was at its limit, throughput says little, and
/// CPU decides.
final class Goals {
    private static final String[] NETTY = {"netty-nio", "netty-epoll", "netty-io_uring"};
    private static final double LONE_CPU = 1.15;
    private static final double IDLE_BYTES = 2_500;
    private static final double GROWTH = 1.15;
    private static final double DECODING = 1.20;
    private static final double BESIDE_ECHO_MS = 10;
    private static final double BESIDE_OTHERS_MS = 20;

    /// What the JVM itself allocates now and then, spread over millions of messages.
    private static final double NOTHING_BYTES = 0.05;

    private final Results results;
    private final Table table = new Table(List.of("goal", "wanted", "measured", "by CPU", "outcome"));

    Goals(Results results) {
        this.results = results;
    }

    /// A section of Markdown.
    String section(Finding idle, Finding allocation, Finding growth, Finding fairness, Finding codecs) {
        for (Pass pass : Pass.values()) {
            streams(pass, Shape.TCP_64);
            streams(pass, Shape.TCP_1000);
        }
        lone();
        batches();
        atLeast(0.90, "minato-local-framed", Shape.TCP_64, "minato-local");
        atLeast(0.90, "minato-local-framed", Shape.TCP_BATCHES, "minato-local");
        kit();
        datagrams();
        atLeast(0.97, "minato-local-timeout", Shape.TCP_64, "minato-local");
        atLeast(0.90, "minato-jdk", Shape.TCP_64, "nio-selector");
        atLeast(0.90, "minato-jdk", Shape.TCP_1000, "nio-selector");
        figures(idle, allocation, growth);
        neighbours(fairness);
        decoding(codecs);
        return "\n## Goals\n\n" + table;
    }

    private void streams(Pass pass, Shape shape) {
        atLeast(0.95, pass, "minato-local", shape, "c-epoll");
        atLeast(1.00, pass, "minato-local", shape, NETTY);
        atLeast(pass == Pass.ONE_CORE ? 1.3 : 1.1, pass, "minato-shared", shape, "jdk-virtual");
    }

    private void lone() {
        Optional<Double> cpu = results.ratio(
                        Pass.ONE_CORE, tcp("minato-local"), tcp("c-epoll"), Shape.TCP_1, Measurement::cpuMicros)
                .map(Results.Summary::median);
        atMost("CPU a request of a lone connection: minato-local ÷ c-epoll", LONE_CPU, "%.2f", optional(cpu));
    }

    private void batches() {
        atLeast(1.00, "minato-local", Shape.TCP_BATCHES, "c-epoll");
        atLeast(1.10, "minato-local", Shape.TCP_BATCHES, NETTY);
    }

    private void kit() {
        atLeast(0.90, "minato-local-kit", Shape.TCP_64, "minato-local");
        atLeast(0.90, "minato-local-kit", Shape.TCP_BATCHES, "minato-local");
        atLeast(1.10, "minato-local-kit", Shape.TCP_BATCHES, "netty-epoll-lines");
    }

    private void datagrams() {
        atLeast(0.97, "minato-local", Shape.UDP_64, "c-recvfrom");
        atLeast(1.20, "minato-local", Shape.UDP_64, NETTY);
        atLeast(0.97, "minato-local-batch", Shape.UDP_BATCHES, "c-recvmmsg");
    }

    private void figures(Finding idle, Finding allocation, Finding growth) {
        List<String> modes = List.of("minato-local", "minato-shared");
        for (String mode : modes) {
            bytes("nothing held", idle.figure(mode + "-waiting nothing 10000"), mode);
            bytes("Framed", idle.figure(mode + "-framed what Framed holds 10000"), mode);
            bytes("the kit", idle.figure(mode + "-kit what the kit holds 10000"), mode);
        }
        for (String mode : modes) {
            none(allocation, "tcp " + mode);
            none(allocation, "tcp " + mode + "-framed");
            none(allocation, "tcp " + mode + "-kit");
            none(allocation, "udp " + mode);
        }
        for (String mode : modes) {
            atMost("CPU a request, 10,000 ÷ 64 connections: " + mode, GROWTH, "%.2f", growth.figure(mode));
        }
    }

    private void neighbours(Finding fairness) {
        for (String mode : List.of("minato-local", "minato-shared", "minato-jdk")) {
            String server = mode + "-services ";
            String above = "ms of p99 beside pipeliners on echo, above c-epoll-level: " + mode;
            atMost(above, BESIDE_ECHO_MS, "%.1f", fairness.figure(mode + "-services above C"));
            for (String service : List.of("line", "kv", "hello", "count")) {
                String what = "ms of p99 beside pipeliners on " + service + ": " + mode;
                atMost(what, BESIDE_OTHERS_MS, "%.1f", fairness.figure(server + service));
            }
        }
    }

    private void decoding(Finding codecs) {
        for (Framing framing : Framing.values()) {
            String what = "decoding in memory, the least ratio: " + framing.title + ", minato ÷ netty";
            OptionalDouble measured = codecs.figure(framing.title);
            measured.ifPresent(ratio -> row(
                    what,
                    "≥ %.2f".formatted(DECODING),
                    shown("%.2f", measured),
                    Table.NOTHING,
                    outcome(ratio / DECODING)));
        }
    }

    private void bytes(String held, OptionalDouble measured, String mode) {
        atMost("bytes of an idle connection, " + held + ": " + mode, IDLE_BYTES, "%,.0f", measured);
    }

    private void none(Finding allocation, String candidate) {
        String what = "bytes allocated a message: " + candidate;
        OptionalDouble measured = allocation.figure(candidate);
        boolean met = measured.orElse(Double.NaN) < NOTHING_BYTES;
        row(
                what,
                "0",
                shown("%.3f", measured),
                Table.NOTHING,
                measured.isEmpty() ? "not measured" : met ? "met" : "missed");
    }

    /// A difference may be below 0.
    private void atMost(String what, double limit, String format, OptionalDouble measured) {
        String outcome = measured.stream()
                .mapToObj(value -> value <= 0 ? "met" : outcome(limit / value))
                .findFirst()
                .orElse("not measured");
        row(what, "≤ " + format.formatted(limit), shown(format, measured), Table.NOTHING, outcome);
    }

    private void atLeast(double goal, String name, Shape shape, String... others) {
        atLeast(goal, Pass.ONE_CORE, name, shape, others);
    }

    /// Against the fastest of `others`.
    private void atLeast(double goal, Pass pass, String name, Shape shape, String... others) {
        Candidate own = Candidates.named(shape.protocol(), name);
        Optional<Candidate> other = fastest(pass, shape, others);
        var throughput = other.flatMap(to -> results.ratio(pass, own, to, shape, Measurement::perSecond))
                .map(Results.Summary::median);
        var cpu = other.flatMap(to -> results.ratio(pass, to, own, shape, Measurement::cpuMicros))
                .map(Results.Summary::median);
        boolean byCpu = other.isPresent()
                && (results.loadWasTheLimit(pass, own, shape) || results.loadWasTheLimit(pass, other.get(), shape));
        String what = "%s, %s%s: %s ÷ %s"
                .formatted(
                        shape.protocol(),
                        shape.title(),
                        pass == Pass.TWO_CORES ? ", two cores" : "",
                        name,
                        other.map(Candidate::name).orElse(others[0]));
        row(
                what,
                "≥ %.2f".formatted(goal),
                shown("%.2f", optional(throughput)),
                shown("%.2f", optional(cpu)),
                (byCpu ? cpu : throughput).map(value -> outcome(value / goal)).orElse("not measured")
                        + (byCpu ? " (CPU)" : ""));
    }

    private Optional<Candidate> fastest(Pass pass, Shape shape, String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Candidates.ALL.stream()
                        .filter(candidate -> candidate.protocol() == shape.protocol())
                        .filter(candidate -> candidate.name().equals(name)))
                .filter(candidate -> results.summary(pass, candidate, shape, Measurement::perSecond)
                        .isPresent())
                .max(Comparator.comparingDouble(
                        candidate -> results.summary(pass, candidate, shape, Measurement::perSecond)
                                .orElseThrow()
                                .median()));
    }

    private static Candidate tcp(String name) {
        return Candidates.named(Protocol.TCP, name);
    }

    /// Of a measure of which 1 is the goal, and more is better.
    private static String outcome(double share) {
        return share >= 1 ? "met" : "missed by %.0f %%".formatted(Math.ceil(100 * (1 - share)));
    }

    private static String shown(String format, OptionalDouble value) {
        return value.isPresent() ? format.formatted(value.getAsDouble()) : Table.NOTHING;
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }

    private void row(String... cells) {
        table.row(Stream.of(cells).toList());
    }
}
