package dev.minato.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// The goals beside the peers, and what this run measured of them.
///
/// Ratios are medians of the ratios within a pass, with the least and the most. Against several peers, the best of them
/// counts.
final class Goals {
    private static final String LOCAL = "minato-local";
    private static final String RING = "minato-local-ring";
    private static final String SHARED = "minato-shared";
    private static final String[] NETTY = {"netty-nio", "netty-epoll", "netty-io_uring"};
    private static final String[] NETTY_OF_TWO = {"netty-nio-2", "netty-epoll-2", "netty-io_uring-2"};
    private static final double OF_GROWTH = 1.02;
    private static final double IDLE_BYTES = 2_500;

    /// What the JVM itself allocates now and then, spread over millions of messages.
    private static final double NOTHING_BYTES = 0.05;

    private final Results results;
    private final Table table = new Table(List.of("goal", "wanted", "throughput", "CPU a request", "outcome"));

    Goals(Results results) {
        this.results = results;
    }

    /// A section of Markdown.
    String section(Finding idle, Finding allocation) {
        for (Shape shape : List.of(Shape.TCP_64, Shape.TCP_1000)) {
            ring(shape);
            goal(new Wanted(0.95, 1.06), LOCAL, shape, "c-epoll");
            goal(Wanted.throughput(1), LOCAL, shape, "netty-epoll");
            goal(Wanted.throughput(1.3), SHARED, shape, "jdk-virtual");
        }
        Stream.of(RING, LOCAL, SHARED).forEach(this::growth);
        batches();
        for (Shape shape : List.of(Shape.TCP_64, Shape.TCP_1000)) {
            goal(Wanted.throughput(1), Pass.TWO_CORES, LOCAL, shape, NETTY_OF_TWO);
            goal(Wanted.throughput(1), Pass.TWO_CORES, RING, shape, NETTY_OF_TWO);
        }
        datagrams();
        large();
        goal(new Wanted(1, 1), LOCAL, Shape.TCP_CONNECT, NETTY);
        goal(new Wanted(1, 1), RING, Shape.TCP_CONNECT, NETTY);
        proxies();
        figures(idle, allocation);
        return "\n## Goals\n\n" + table;
    }

    private void ring(Shape shape) {
        goal(Wanted.cpu(1), RING, shape, "c-epoll");
        goal(Wanted.cpu(1.08), RING, shape, "c-uring");
        goal(new Wanted(1, 1), RING, shape, "netty-io_uring");
    }

    private void batches() {
        goal(Wanted.throughput(1), RING, Shape.TCP_BATCHES, "c-epoll");
        goal(Wanted.throughput(0.97), LOCAL, Shape.TCP_BATCHES, "c-epoll");
        goal(Wanted.throughput(1), LOCAL, Shape.TCP_BATCHES, NETTY);
    }

    private void datagrams() {
        goal(Wanted.throughput(0.94), LOCAL, Shape.UDP_64, "c-recvfrom");
        goal(Wanted.throughput(1.05), LOCAL, Shape.UDP_64, "jdk-virtual", "jdk-platform");
        goal(Wanted.throughput(1), LOCAL + "-batch", Shape.UDP_BATCHES, "c-recvmmsg");
        goal(Wanted.throughput(0.94), RING, Shape.UDP_64, "c-recvfrom");
    }

    private void large() {
        for (Shape shape : List.of(Shape.TCP_LARGE, Shape.TCP_HUGE)) {
            goal(Wanted.throughput(0.97), LOCAL, shape, "c-epoll");
            goal(Wanted.throughput(0.97), RING, shape, "c-epoll");
        }
    }

    private void proxies() {
        for (Shape shape : List.of(Shape.PROXY_LARGE, Shape.PROXY_HUGE)) {
            goal(Wanted.throughput(0.95), LOCAL, shape, "c-splice");
            goal(Wanted.throughput(0.95), SHARED, shape, "c-splice");
        }
    }

    private void growth(String name) {
        Optional<Results.Summary> measured = Growth.besideC(results, Candidates.named(Protocol.TCP, name));
        row(
                "CPU a request, 10,000 ÷ 64 connections, ÷ that of C: " + name,
                "≤ %.2f".formatted(OF_GROWTH),
                Table.NOTHING,
                measured.map(Goals::spread).orElse(Table.NOTHING),
                measured.map(ratio -> Wanted.outcome(OF_GROWTH / ratio.median()))
                        .orElse("not measured"));
    }

    private void figures(Finding idle, Finding allocation) {
        for (String mode : List.of(LOCAL, SHARED)) {
            bytes("nothing held", idle.figure(mode + "-waiting nothing 10000"), mode);
            bytes("Framed", idle.figure(mode + "-framed what Framed holds 10000"), mode);
        }
        for (String mode : List.of(LOCAL, SHARED)) {
            none(allocation, "tcp " + mode);
            none(allocation, "udp " + mode);
        }
    }

    private void bytes(String held, OptionalDouble measured, String mode) {
        row(
                "bytes of an idle connection, " + held + ": " + mode,
                "≤ %,.0f".formatted(IDLE_BYTES),
                shown("%,.0f", measured),
                Table.NOTHING,
                measured.isPresent() ? Wanted.outcome(IDLE_BYTES / measured.getAsDouble()) : "not measured");
    }

    private void none(Finding allocation, String candidate) {
        OptionalDouble measured = allocation.figure(candidate);
        boolean met = measured.orElse(Double.NaN) < NOTHING_BYTES;
        row(
                "bytes allocated a message: " + candidate,
                "0",
                shown("%.3f", measured),
                Table.NOTHING,
                measured.isEmpty() ? "not measured" : met ? "met" : "missed");
    }

    private void goal(Wanted wanted, String name, Shape shape, String... others) {
        goal(wanted, Pass.ONE_CORE, name, shape, others);
    }

    private void goal(Wanted wanted, Pass pass, String name, Shape shape, String... others) {
        Candidate own = Candidates.named(shape.protocol(), name);
        Optional<Candidate> best = best(pass, shape, others);
        String what = "%s, %s%s: %s ÷ %s"
                .formatted(
                        shape.protocol().title,
                        shape.title(),
                        pass == Pass.TWO_CORES ? ", two cores" : "",
                        name,
                        best.map(Candidate::name).orElse(others[0]));
        Optional<Results.Summary> throughput =
                best.flatMap(other -> results.ratio(pass, own, other, shape, Measurement::perSecond));
        Optional<Results.Summary> cpu =
                best.flatMap(other -> results.ratio(pass, own, other, shape, Measurement::cpuMicros));
        String outcome = throughput.isEmpty() || cpu.isEmpty()
                ? "not measured"
                : outcome(wanted, isLimited(pass, shape, own, best.get()), throughput.get(), cpu.get());
        row(
                what,
                wanted.toString(),
                throughput.map(Goals::spread).orElse(Table.NOTHING),
                cpu.map(Goals::spread).orElse(Table.NOTHING),
                outcome);
    }

    private static String outcome(Wanted wanted, boolean limited, Results.Summary throughput, Results.Summary cpu) {
        Wanted measurable = limited ? wanted.whereTheLoadIsTheLimit() : wanted;
        String by = measurable.equals(wanted) ? "" : " (by CPU)";
        return measurable.outcome(throughput.median(), cpu.median()) + by;
    }

    private boolean isLimited(Pass pass, Shape shape, Candidate... candidates) {
        return Arrays.stream(candidates).anyMatch(candidate -> results.loadWasTheLimit(pass, candidate, shape));
    }

    /// The one with the most throughput, or where the load was the limit of one of them, with the least CPU.
    private Optional<Candidate> best(Pass pass, Shape shape, String... names) {
        List<Candidate> measured = Arrays.stream(names)
                .map(name -> Candidates.named(shape.protocol(), name))
                .filter(candidate -> !results.of(pass, candidate, shape).isEmpty())
                .toList();
        ToDoubleFunction<Measurement> merit = isLimited(pass, shape, measured.toArray(Candidate[]::new))
                ? measurement -> -measurement.cpuMicros()
                : Measurement::perSecond;
        return measured.stream()
                .max(Comparator.comparingDouble(candidate -> results.summary(pass, candidate, shape, merit)
                        .orElseThrow()
                        .median()));
    }

    private static String spread(Results.Summary ratio) {
        return "%.2f (%.2f–%.2f)".formatted(ratio.median(), ratio.least(), ratio.most());
    }

    private static String shown(String format, OptionalDouble value) {
        return value.isPresent() ? format.formatted(value.getAsDouble()) : Table.NOTHING;
    }

    private void row(String... cells) {
        table.row(List.of(cells));
    }
}
