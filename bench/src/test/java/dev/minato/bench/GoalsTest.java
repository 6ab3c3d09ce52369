package dev.minato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The table of goals says met or missed as the measurements have it.
@NullMarked
class GoalsTest {
    private static final double BUSY = 0.99;
    private static final double FREE = 0.5;

    private final Results results = new Results();
    private final Finding idle = new Finding("idle", List.of("server"));
    private final Finding allocation = new Finding("allocation", List.of("server"));
    private final Finding growth = new Finding("growth", List.of("server"));
    private final Finding fairness = new Finding("fairness", List.of("server"));
    private final Finding codecs = new Finding("codecs", List.of("frames"));

    private void measured(String name, double perSecond, double cpuNanos, double loadCpu) {
        var measured = new Measurement(1000, perSecond, cpuNanos, 1, 2, 3, loadCpu, 0, 0);
        Candidate candidate = Candidates.named(Protocol.TCP, name);
        results.add(new Results.Entry(Pass.ONE_CORE, 0, candidate, Shape.TCP_64, measured));
    }

    private String row(String what) {
        return new Goals(results)
                .section(idle, allocation, growth, fairness, codecs)
                .lines()
                .filter(line -> line.contains(what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void throughputDecides() {
        measured("c-epoll", 100, 1000, FREE);
        measured("minato-local", 96, 2000, FREE);
        assertThat(row("TCP, 64 conn.: minato-local ÷ c-epoll")).contains("0.96", "0.50", " met ");
    }

    @Test
    void cpuDecidesWhereTheLoadWasTheLimit() {
        measured("c-epoll", 100, 1000, BUSY);
        measured("minato-local", 96, 2000, FREE);
        assertThat(row("TCP, 64 conn.: minato-local ÷ c-epoll")).contains("missed by 48 % (CPU)");
    }

    @Test
    void theFastestOfSeveralIsTheOneToReach() {
        measured("netty-nio", 50, 1000, FREE);
        measured("netty-epoll", 200, 1000, FREE);
        measured("minato-local", 100, 1000, FREE);
        assertThat(row("TCP, 64 conn.: minato-local ÷ netty-epoll")).contains("0.50", "missed by 50 %");
    }

    @Test
    void aFigureMustNotExceedItsLimit() {
        idle.figure("minato-local-waiting nothing 10000", 5000);
        growth.figure("minato-shared", 1.15);
        assertThat(row("nothing held: minato-local")).contains("5,000", "missed by 50 %");
        assertThat(row("÷ 64 connections: minato-shared")).contains("1.15", " met ");
    }

    @Test
    void quietClientsMustNotWaitForPipeliners() {
        fairness.figure("minato-local-services above C", -3);
        fairness.figure("minato-shared-services above C", 40);
        fairness.figure("minato-local-services kv", 20);
        assertThat(row("on echo, above c-epoll-level: minato-local")).contains("≤ 10.0", "-3.0", " met ");
        assertThat(row("on echo, above c-epoll-level: minato-shared")).contains("40.0", "missed by 75 %");
        assertThat(row("pipeliners on kv: minato-local")).contains("≤ 20.0", "20.0", " met ");
        assertThat(row("pipeliners on line: minato-jdk")).contains("not measured");
    }

    @Test
    void whatWasNotMeasuredIsNotMet() {
        assertThat(row("minato-local ÷ c-epoll")).contains("not measured");
        assertThat(row("bytes allocated a message: udp minato-local")).contains("not measured");
    }

    @Test
    void aFullRunTakesWhatGoalsAreAboutInEveryRound() {
        var schedule = new FullSchedule(true);
        Candidate local = Candidates.named(Protocol.TCP, "minato-local");
        Candidate node = Candidates.named(Protocol.TCP, "node");
        assertThat(schedule.shapes(Pass.ONE_CORE, 2, local)).contains(Shape.TCP_64, Shape.TCP_10000);
        assertThat(schedule.shapes(Pass.ONE_CORE, 0, node)).contains(Shape.TCP_64);
        assertThat(schedule.shapes(Pass.ONE_CORE, 1, node)).isEmpty();
        assertThat(schedule.shapes(Pass.TWO_CORES, 1, local)).containsExactly(Shape.TCP_64, Shape.TCP_1000);
    }

    @Test
    void aVariantIsMeasuredRightAfterWhatItIsComparedWith() {
        assertThat(FullSchedule.candidates().stream().map(Candidate::name))
                .containsSubsequence("minato-local", "minato-local-framed", "minato-local-timeout", "minato-shared");
    }
}
