package dev.minato.bench;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// The parts of the library that JMH measures within one process, shortly: to see what costs how much, not to
/// compare two builds.
final class Micro {
    private static final TimeValue TIME = TimeValue.milliseconds(150);

    private Micro() {}

    static Finding measure() {
        var finding = new Finding("Within one process: nanoseconds", List.of("what", "with", "median", "± (99.9 %)"));
        try {
            run().forEach(result -> add(result, finding));
        } catch (RunnerException | RuntimeException e) {
            finding.fail("jmh", e);
        }
        return finding;
    }

    private static Collection<RunResult> run() throws RunnerException {
        System.err.println("bench: JMH, about 90 seconds");
        return new Runner(new OptionsBuilder()
                        .include("dev\\.minato\\.bench\\.micro\\.")
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TIME)
                        .measurementIterations(4)
                        .measurementTime(TIME)
                        .timeout(TimeValue.seconds(30))
                        .shouldFailOnError(false)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }

    private static void add(RunResult result, Finding finding) {
        var parameters = result.getParams();
        String name = parameters.getBenchmark();
        String with =
                parameters.getParamsKeys().stream().map(parameters::getParam).collect(Collectors.joining(", "));
        var measured = result.getPrimaryResult();
        finding.row(List.of(
                name.substring("dev.minato.bench.micro.".length()),
                with,
                Report.figure(measured.getStatistics().getPercentile(50)),
                Report.figure(measured.getScoreError())));
    }
}
