package dev.minato.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What the tables say follows from what was measured.
@NullMarked
class ResultsTest {
    private static final Candidate C = Candidates.named(Protocol.TCP, "c-epoll");
    private static final Candidate NODE = Candidates.named(Protocol.TCP, "node");

    private final Results results = new Results();

    private void measured(int round, Candidate candidate, double perSecond) {
        var measured = new Measurement(1000, perSecond, 2000, 1, 2, 3, 0.5, 0, 0);
        results.add(new Results.Entry(Pass.ONE_CORE, round, candidate, Shape.TCP_64, measured));
    }

    @Test
    void aSummaryHasTheMedianAndTheOutermost() {
        measured(0, C, 300);
        measured(1, C, 100);
        measured(2, C, 120);
        var summary = results.summary(Pass.ONE_CORE, C, Shape.TCP_64, Measurement::perSecond);
        assertThat(summary).contains(new Results.Summary(120, 100, 300, 3));
    }

    @Test
    void theMedianOfTwoIsBetweenThem() {
        measured(0, C, 100);
        measured(1, C, 200);
        var summary = results.summary(Pass.ONE_CORE, C, Shape.TCP_64, Measurement::perSecond);
        assertThat(summary.orElseThrow().median()).isEqualTo(150);
    }

    @Test
    void aRatioIsTakenWithinItsRound() {
        measured(0, C, 100);
        measured(1, C, 1000);
        measured(0, NODE, 50);
        measured(1, NODE, 500);
        var ratio = results.ratio(Pass.ONE_CORE, NODE, Shape.TCP_64, Measurement::perSecond);
        assertThat(ratio).contains(new Results.Summary(0.5, 0.5, 0.5, 2));
    }

    @Test
    void withoutTheReferenceThereIsNoRatio() {
        measured(1, C, 100);
        measured(0, NODE, 50);
        assertThat(results.ratio(Pass.ONE_CORE, NODE, Shape.TCP_64, Measurement::perSecond))
                .isEmpty();
    }

    @Test
    void theLineOfALoadIsRead() {
        var line = "{\"messages\":500,\"seconds\":2.000001,\"perSecond\":250.0,\"p50us\":10.5,\"p99us\":20.0,"
                + "\"p999us\":30.0,\"loadCpu\":0.990,\"wrong\":1,\"lost\":2}";
        var measured = Measurement.parse(line, 1_000_000);
        assertThat(measured).isEqualTo(new Measurement(500, 250, 2000, 10.5, 20, 30, 0.99, 1, 2));
        assertThat(measured.cpuMicros()).isEqualTo(2);
        assertThat(measured.loadWasTheLimit()).isTrue();
    }

    @Test
    void whatIsNoOptionIsRefused() {
        assertThatThrownBy(() -> Options.parse("--round", "3")).hasMessage("cannot take --round");
        assertThatThrownBy(() -> Options.parse("--rounds", "0")).hasMessage("--rounds must be positive");
        assertThatThrownBy(() -> Options.parse("--rounds", "x")).hasMessage("--rounds x is no number");
    }
}
