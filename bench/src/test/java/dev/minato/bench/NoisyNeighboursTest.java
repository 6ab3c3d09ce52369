package dev.minato.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What the probe and the pipeliners print is read, and the table follows from it.
@NullMarked
class NoisyNeighboursTest {
    private static final Candidate C = Candidates.named(Protocol.TCP, "c-epoll-level");
    private static final Candidate LOCAL = Candidates.named(Protocol.TCP, "minato-local-services");
    private static final String LINE = "{\"quiet\":2000,\"quietP50us\":293.8,\"quietP99us\":2432.6,"
            + "\"quietMaxus\":9000.0,\"new\":20,\"newP50us\":500.0,\"newP99us\":1500.0,\"newMaxus\":1500.0,"
            + "\"wrong\":0,\"failed\":1,\"lost\":2,\"priority\":\"nice -20\"}";

    private final List<NoisyNeighbours.Entry> entries = new ArrayList<>();

    private void measured(int round, Candidate server, String service, double p99, String priority) {
        measured(round, server, service, p99, priority, 0);
    }

    private void measured(int round, Candidate server, String service, double p99, String priority, long unanswered) {
        var quiet = new QuietLatency.Waits(1000, 1, p99, 2 * p99);
        var fresh = new QuietLatency.Waits(50, 2, 3, 4);
        var latency = new QuietLatency(quiet, fresh, 0, unanswered, priority);
        entries.add(new NoisyNeighbours.Entry(round, server, service, latency, new Pipeliners.Traffic(100, 50)));
    }

    private Finding summary() {
        var finding = new Finding("fairness", Collections.nCopies(9, "-"));
        return NoisyNeighbours.summarize(finding, List.of(C, LOCAL), entries);
    }

    @Test
    void theLineOfTheProbeIsRead() {
        assertThat(QuietLatency.parse(LINE))
                .isEqualTo(new QuietLatency(
                        new QuietLatency.Waits(2000, 0.2938, 2.4326, 9),
                        new QuietLatency.Waits(20, 0.5, 1.5, 1.5),
                        0,
                        3,
                        "nice -20"));
    }

    @Test
    void wrongBytesAndNothingMeasuredAreFailures() {
        assertThatThrownBy(() -> QuietLatency.parse(LINE.replace("\"wrong\":0", "\"wrong\":4"))
                        .checked())
                .hasMessage("4 answers with wrong bytes");
        assertThatThrownBy(() -> QuietLatency.parse(LINE.replace("\"quiet\":2000", "\"quiet\":0"))
                        .checked())
                .hasMessage("no quiet client was measured");
    }

    @Test
    void theLineOfThePipelinersIsRead() throws IOException {
        var line = "{\"seconds\":2.000000,\"sent\":3000000,\"received\":1000000,\"ended\":0}";
        assertThat(Pipeliners.Traffic.parse(line)).isEqualTo(new Pipeliners.Traffic(1.5, 0.5));
        assertThatThrownBy(() -> Pipeliners.Traffic.parse(line.replace("\"ended\":0", "\"ended\":3")))
                .hasMessage("the server ended 3 of the pipeliners");
    }

    @Test
    void theLineOfPortsIsRead() throws IOException {
        Ports ports = Ports.parse("port 4000 line=4001 kv=4002");
        assertThat(ports).isEqualTo(new Ports(4000, Map.of("line", 4001, "kv", 4002)));
        assertThat(ports.of("echo")).isEqualTo(4000);
        assertThat(ports.of("kv")).isEqualTo(4002);
        assertThatThrownBy(() -> ports.of("time")).hasMessage("the server does not serve time");
        assertThat(Ports.parse("port 7")).isEqualTo(new Ports(7, Map.of()));
        assertThatThrownBy(() -> Ports.parse("port x")).hasMessage("no line of ports: port x");
        assertThatThrownBy(() -> Ports.parse("port 7 kv")).hasMessage("no line of ports: port 7 kv");
    }

    @Test
    void whatIsAboveTheReferenceIsTakenWithinItsRound() {
        measured(0, C, "echo", 10, "SCHED_FIFO");
        measured(1, C, "echo", 100, "SCHED_FIFO");
        measured(0, LOCAL, "echo", 15, "SCHED_FIFO");
        measured(1, LOCAL, "echo", 105, "SCHED_FIFO");
        Finding finding = summary();
        assertThat(finding.figure("minato-local-services above C")).hasValue(5);
        assertThat(finding.figure("minato-local-services echo")).hasValue(60);
        assertThat(finding.toString()).contains("60.0 (15.0–105)");
        assertThat(finding.failures()).isEmpty();
    }

    @Test
    void withoutTheReferenceNothingIsAboveIt() {
        measured(0, LOCAL, "kv", 15, "SCHED_FIFO");
        assertThat(summary().figure("minato-local-services above C")).isEmpty();
        assertThat(summary().figure("minato-local-services kv")).hasValue(15);
    }

    @Test
    void whatHadNoAnswerIsAFailureByName() {
        measured(1, LOCAL, "kv", 15, "SCHED_FIFO", 3);
        assertThat(summary().failures())
                .singleElement()
                .asString()
                .contains("minato-local-services beside kv, round 2", "3 messages");
    }

    @Test
    void aProbeThatDidNotRunAheadIsSaid() {
        measured(0, LOCAL, "kv", 15, "nice -20");
        assertThat(summary().failures()).singleElement().asString().contains("nice -20");
    }
}
