package dev.minato.bench;

import dev.minato.bench.codec.Framing;
import dev.minato.bench.codec.Input;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Decoding in memory: Minato's decoders beside Netty's of the same kind.
final class Codecs {
    private static final String PACKAGE = "dev.minato.bench.codec.";
    private static final double NANOS = 1e9;
    private static final double MILLION = 1e6;
    private static final TimeValue WARM_UP = TimeValue.seconds(1);
    private static final TimeValue TIME = TimeValue.milliseconds(100);
    private static final int ITERATIONS = 12;

    private final Finding finding = new Finding(
            "Codecs: decoding in memory, Minato : Netty",
            List.of("frames", "bytes", "reads of", "million a second", "MB/s", "ratio", "bytes allocated a message"));

    private final Map<Framing, Double> least = new EnumMap<>(Framing.class);

    /// One line of the table.
    private record Case(Framing framing, int size, int read) {}

    /// What was measured of one library.
    ///
    /// @param nanos a message
    /// @param bytes of heap a message
    private record Cost(double nanos, double bytes) {}

    Finding measure() {
        Map<Case, Cost> ours = new LinkedHashMap<>();
        Map<Case, Cost> theirs = new LinkedHashMap<>();
        try {
            for (RunResult result : run()) {
                boolean netty = result.getParams().getBenchmark().contains("Netty");
                (netty ? theirs : ours).put(caseOf(result), cost(result));
            }
        } catch (RunnerException | RuntimeException e) {
            finding.fail("jmh", e);
        }
        ours.forEach((each, cost) -> {
            Cost peer = theirs.get(each);
            if (peer == null) {
                alone(each, cost);
            } else {
                beside(each, cost, peer);
            }
        });
        least.forEach((framing, ratio) -> finding.figure(framing.title, ratio));
        return finding;
    }

    private static Collection<RunResult> run() throws RunnerException {
        System.err.println("bench: JMH, about 6 minutes");
        return new Runner(new OptionsBuilder()
                        .include(PACKAGE.replace(".", "\\.") + "(Minato|Netty)Decoding")
                        .addProfiler(GCProfiler.class)
                        .forks(1)
                        .jvmArgsAppend("-XX:+UseSerialGC")
                        .warmupIterations(2)
                        .warmupTime(WARM_UP)
                        .measurementIterations(ITERATIONS)
                        .measurementTime(TIME)
                        .timeout(TimeValue.seconds(30))
                        .shouldFailOnError(false)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }

    private static Case caseOf(RunResult result) {
        var parameters = result.getParams();
        return new Case(
                Framing.valueOf(parameters.getParam("framing")),
                Integer.parseInt(parameters.getParam("size")),
                Integer.parseInt(parameters.getParam("read")));
    }

    /// The best of many short iterations: what else the machine does only adds.
    private static Cost cost(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return new Cost(
                result.getPrimaryResult().getStatistics().getMin() / Input.FRAMES,
                (allocated == null ? Double.NaN : allocated.getScore()) / Input.FRAMES);
    }

    private void alone(Case each, Cost ours) {
        row(each, figure(ours, 1), figure(ours, each.size), Table.NOTHING, "%.1f".formatted(ours.bytes));
    }

    private void beside(Case each, Cost ours, Cost theirs) {
        double ratio = theirs.nanos / ours.nanos;
        least.merge(each.framing, ratio, Math::min);
        row(
                each,
                figure(ours, 1) + " : " + figure(theirs, 1),
                figure(ours, each.size) + " : " + figure(theirs, each.size),
                "%.2f".formatted(ratio),
                "%.1f : %.1f".formatted(ours.bytes, theirs.bytes));
    }

    private void row(Case each, String messages, String bytes, String ratio, String allocated) {
        finding.row(List.of(
                each.framing.title,
                Integer.toString(each.size),
                Integer.toString(each.read),
                messages,
                bytes,
                ratio,
                allocated));
    }

    /// Millions a second of what a message has so many of.
    private static String figure(Cost cost, int units) {
        return Report.figure(units * NANOS / cost.nanos / MILLION);
    }
}
