package dev.minato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The tables of goals say met or missed as the measurements have it.
@NullMarked
class GoalsTest {
    private static final double BUSY = 0.99;
    private static final double FREE = 0.5;

    private final Results results = new Results();
    private final Finding idle = new Finding("idle", List.of("server"));
    private final Finding allocation = new Finding("allocation", List.of("server"));
    private final Finding fairness = new Finding("fairness", List.of("server"));
    private final Finding codecs = new Finding("codecs", List.of("frames"));

    private void measured(String name, double perSecond, double cpuNanos, double loadCpu) {
        measured(0, name, Shape.TCP_64, perSecond, cpuNanos, loadCpu);
    }

    private void measured(int round, String name, Shape shape, double perSecond, double cpuNanos, double loadCpu) {
        var measured = new Measurement(1000, perSecond, cpuNanos, 1, 2, 3, loadCpu, 0, 0);
        Candidate candidate = Candidates.named(shape.protocol(), name);
        results.add(new Results.Entry(Pass.ONE_CORE, round, candidate, shape, measured));
    }

    private String row(String what) {
        return row(new Goals(results).section(idle, allocation), what);
    }

    private String further(String what) {
        return row(new FurtherGoals().section(fairness, codecs), what);
    }

    private static String row(String section, String what) {
        return section.lines().filter(line -> line.contains(what)).findFirst().orElseThrow();
    }

    @Test
    void bothMustBeReachedIfBothAreWanted() {
        measured("c-epoll", 100, 1000, FREE);
        measured("minato-local", 96, 1200, FREE);
        assertThat(row("TCP echo, 64 conn.: minato-local ÷ c-epoll"))
                .contains("≥ 0.95, CPU ≤ 1.06", "0.96", "1.20", "missed by 12 %");
    }

    @Test
    void throughputAloneDecidesIfItAloneIsWanted() {
        measured("netty-epoll", 100, 1000, FREE);
        measured("minato-local", 100, 2000, FREE);
        assertThat(row("TCP echo, 64 conn.: minato-local ÷ netty-epoll")).contains("2.00", " met ");
    }

    @Test
    void cpuDecidesWhereTheLoadWasTheLimit() {
        measured("jdk-virtual", 100, 1200, FREE);
        measured("minato-shared", 100, 1000, BUSY);
        assertThat(row("TCP echo, 64 conn.: minato-shared ÷ jdk-virtual"))
                .contains("1.00", "0.83", "missed by 8 % (by CPU)");
        measured("netty-epoll", 100, 1000, BUSY);
        measured("minato-local", 100, 1250, FREE);
        assertThat(row("TCP echo, 64 conn.: minato-local ÷ netty-epoll")).contains("missed by 20 % (by CPU)");
    }

    @Test
    void theBestOfSeveralIsTheOneToReach() {
        measured(0, "netty-nio", Shape.TCP_CONNECT, 50, 1000, FREE);
        measured(0, "netty-epoll", Shape.TCP_CONNECT, 200, 1000, FREE);
        measured(0, "minato-local", Shape.TCP_CONNECT, 100, 1000, FREE);
        assertThat(row("× connect: minato-local ÷ netty-epoll")).contains("0.50", "missed by 50 %");
    }

    @Test
    void whereTheLoadWasTheLimitTheBestIsTheOneWithTheLeastCpu() {
        measured(0, "netty-nio", Shape.TCP_CONNECT, 101, 1000, BUSY);
        measured(0, "netty-epoll", Shape.TCP_CONNECT, 100, 800, BUSY);
        measured(0, "minato-local", Shape.TCP_CONNECT, 100, 1000, BUSY);
        assertThat(row("× connect: minato-local ÷ netty-epoll")).contains("1.25", "missed by 20 %");
    }

    @Test
    void growthIsMeasuredBesideThatOfCInTheSameRound() {
        for (int round = 0; round < 3; round++) {
            double drift = 1 + round;
            double growth = 1.6 + 0.2 * round;
            measured(round, "c-epoll", Shape.TCP_64, 100, 1000 * drift, FREE);
            measured(round, "c-epoll", Shape.TCP_10000, 100, 1000 * drift * growth, FREE);
            measured(round, "minato-local", Shape.TCP_64, 100, 1100, FREE);
            measured(round, "minato-local", Shape.TCP_10000, 100, 1100 * growth * 1.1, FREE);
        }
        assertThat(row("÷ that of C: minato-local ")).contains("≤ 1.02", "1.10 (1.10–1.10)", "missed by 8 %");
        assertThat(row("÷ that of C: minato-shared")).contains("not measured");
    }

    @Test
    void aFigureMustNotExceedItsLimit() {
        idle.figure("minato-local-waiting nothing 10000", 5000);
        allocation.figure("tcp minato-local", 0.01);
        allocation.figure("udp minato-local", 3);
        assertThat(row("nothing held: minato-local")).contains("5,000", "missed by 50 %");
        assertThat(row("a message: tcp minato-local")).contains("0.010", " met ");
        assertThat(row("a message: udp minato-local")).contains("3.000", "missed");
    }

    @Test
    void quietClientsMustNotWaitForPipeliners() {
        fairness.figure("minato-local-services above C", -3);
        fairness.figure("minato-shared-services above C", 40);
        fairness.figure("minato-local-services kv", 20);
        assertThat(further("on echo, above c-epoll-level: minato-local")).contains("≤ 10.0", "-3.0", " met ");
        assertThat(further("on echo, above c-epoll-level: minato-shared")).contains("40.0", "missed by 75 %");
        assertThat(further("pipeliners on kv: minato-local")).contains("≤ 20.0", "20.0", " met ");
        assertThat(further("pipeliners on line: minato-jdk")).contains("not measured");
    }

    @Test
    void whatWasNotMeasuredIsNotMet() {
        assertThat(row("minato-local ÷ c-epoll")).contains("not measured");
        assertThat(row("bytes allocated a message: udp minato-local")).contains("not measured");
    }

    @Test
    void everyGoalIsAboutWhatThePeersAreMeasuredWith() {
        List<Group> groups = new Groups(Options.parse("peers"), true).chosen();
        assertThat(groups).hasSize(5);
        for (Group group : groups) {
            for (Group.Comparison comparison : group.comparisons()) {
                for (Candidate candidate : comparison.candidates()) {
                    for (int round = 0; round < 2; round++) {
                        var measured = new Measurement(1000, 100, 1000, 1, 2, 3, FREE, 0, 0);
                        results.add(new Results.Entry(group.pass(), round, candidate, comparison.shape(), measured));
                    }
                }
            }
        }
        assertThat(new Goals(results).section(idle, allocation).lines().filter(line -> line.contains("not measured")))
                .allMatch(line -> line.contains("bytes "));
    }
}
