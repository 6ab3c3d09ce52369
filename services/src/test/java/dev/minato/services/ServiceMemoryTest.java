package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.server.MemoryBudget.Area;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What services can hold is summed up under their limits; what does not fit is said, with the sum and what
/// to change.
class ServiceMemoryTest {
    private static final long KIBI = 1024;
    private static final long MEBI = 1024 * KIBI;
    private static final long PLENTY = Long.MAX_VALUE;
    private static final Binding ECHO = tcp("echo");
    private static final Binding COUNT = tcp("count");
    private static final Binding LINE = tcp("line");
    private static final Binding KV = tcp("kv");
    private static final Binding CHAT = tcp("chat");
    private static final Binding TIME = new Binding("time", Protocol.UDP, "127.0.0.1:0");
    private static final Limits LIMITS =
            Limits.DEFAULT.withMaxConnections(1024).withMaxLine(64 * 1024 - 2).withKvMaxBytes(8 * MEBI);

    /// The program, and the pools that two processors share.
    private static final long REST = 6 * MEBI + 2 * (128 + (8 + 2 * 2) * 80) * KIBI;

    private static Binding tcp(String service) {
        return new Binding(service, Protocol.TCP, "127.0.0.1:0");
    }

    private static ServiceMemory memory(Limits limits, Binding... bindings) {
        return ServiceMemory.of(List.of(bindings), limits, 2);
    }

    private static long heap(Binding... bindings) {
        return memory(LIMITS, bindings).budget().sum(Area.HEAP, 1024);
    }

    private static long direct(Binding... bindings) {
        return memory(LIMITS, bindings).budget().sum(Area.DIRECT, 1024);
    }

    @Test
    void aConnectionCountsAsOneOfTheServiceThatHoldsTheMost() {
        long lines = 2 * 64 * KIBI;
        assertThat(heap(ECHO, LINE, KV)).isEqualTo(REST + lines + 8 * MEBI + 268 * MEBI);
        assertThat(heap(LINE, ECHO)).isEqualTo(REST + lines + 268 * MEBI);
        assertThat(heap(KV)).isEqualTo(REST + lines + 8 * MEBI + 204 * MEBI);
        assertThat(heap(ECHO)).isEqualTo(REST + 28 * MEBI);
    }

    @Test
    void whatIsNotServedDoesNotCount() {
        assertThat(heap(TIME)).isEqualTo(REST);
        assertThat(direct(TIME)).isEqualTo(2 * 64 * KIBI + 192 * KIBI);
        assertThat(direct(ECHO)).isEqualTo(2 * 64 * KIBI + 512 * KIBI);
        assertThat(direct(ECHO, COUNT, TIME)).isEqualTo(2 * 64 * KIBI + 1024 * KIBI + 192 * KIBI);
    }

    @Test
    void whatIsReservedCounts() {
        assertThat(memory(LIMITS.withReservedBytes(3 * MEBI), ECHO).budget().sum(Area.HEAP, 1024))
                .isEqualTo(heap(ECHO) + 3 * MEBI);
    }

    /// Rooms with their histories, and outboxes full of the longest lines.
    @Test
    void aChatCountsItsRoomsAndOutboxes() {
        long outbox = KIBI + 1024 * (400 + 128 + 64);
        assertThat(heap(CHAT)).isEqualTo(REST + 1000 * 17 * KIBI + 1024 * (12 + 16 + 64) * KIBI + 1024 * outbox);
        assertThat(memory(LIMITS.withMaxLine(10), CHAT).budget().sum(Area.HEAP, 1024))
                .isEqualTo(heap(CHAT) - 1024 * 1024 * 390L);
        assertThat(direct(CHAT)).isEqualTo(2 * 64 * KIBI);
    }

    /// Over either protocol: what it keeps is the same.
    @Test
    void seriesOfMetricsInCountOnce() {
        Limits limits = LIMITS.withMetricsInSeries(1000);
        long kept = 1000 * 10 * KIBI + 4 * MEBI + 8 * (128 * KIBI + 160 * 1000);
        var overUdp = new Binding("metrics-in", Protocol.UDP, "127.0.0.1:0");
        assertThat(memory(limits, overUdp).budget().sum(Area.HEAP, 1024)).isEqualTo(REST + kept);
        assertThat(memory(limits, overUdp, tcp("metrics-in")).budget().sum(Area.HEAP, 1024))
                .isEqualTo(REST + kept + 1024 * (12 + 17) * KIBI);
        assertThat(memory(limits, overUdp).excess(16 * MEBI, PLENTY))
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("1000 x 10 KiB (series of metrics-in)")
                        .endsWith("; lower --max-connections or --metrics-in-series, or raise -Xmx"));
    }

    @Test
    void playersOfAGameCount() {
        var game = new Binding("game", Protocol.UDP, "127.0.0.1:0");
        assertThat(heap(game)).isEqualTo(REST + 64 * 8 * KIBI);
        assertThat(direct(game)).isEqualTo(2 * 64 * KIBI + 192 * KIBI);
    }

    /// What it keeps and what is in progress are the same over either protocol; a connection has answers that wait.
    @Test
    void aForwarderOfNamesCountsItsAnswersAndQuestions() {
        long message = 64 * KIBI - 1 + 11;
        var overUdp = new Binding("dns", Protocol.UDP, "127.0.0.1:0");
        Limits limits = LIMITS.withDns(LIMITS.dns().withCacheBytes(MEBI).withMaxInProgress(100));
        long kept = MEBI + 100 * ((12 + 16) * KIBI + 2 * message);
        assertThat(memory(limits, overUdp).budget().sum(Area.HEAP, 1024)).isEqualTo(REST + kept);
        assertThat(memory(limits, overUdp, tcp("dns")).budget().sum(Area.HEAP, 1024))
                .isEqualTo(REST + kept + 1024 * ((12 + 16 + 64) * KIBI + 10 * message));
        assertThat(memory(limits, overUdp).excess(8 * MEBI, PLENTY))
                .hasValueSatisfying(said -> assertThat(said)
                        .contains("(answers of dns)", "(queries of dns)")
                        .endsWith("; lower --max-connections or --dns-cache, or raise -Xmx"));
    }

    /// G1 gives what is half of a region or more whole regions.
    @Test
    void longLinesCountTwice() {
        Limits limits = LIMITS.withMaxLine((int) MEBI - 2);
        assertThat(limits.maxConnectionBytes("line")).isEqualTo(2 * MEBI + 2 * 2 * MEBI + 64 * KIBI);
        assertThat(limits.maxConnectionBytes("kv")).isEqualTo(3 * 2 * MEBI);
        assertThat(LIMITS.withMaxLine(512 * 1024 - 3).maxConnectionBytes("kv")).isEqualTo(3 * (512 * KIBI - 1));
        assertThat(memory(limits, LINE).budget().sum(Area.DIRECT, 0)).isEqualTo(2 * 2 * MEBI);
    }

    @Test
    void limitsThatFitTheirMemoryAreTaken() {
        long promised = heap(ECHO, LINE, KV);
        long enough = Area.HEAP.sizeFor(promised);
        assertThat(memory(LIMITS, ECHO, LINE, KV).excess(enough, PLENTY)).isEmpty();
        assertThat(memory(LIMITS, ECHO, LINE, KV).excess(enough - 1, PLENTY)).isPresent();
        assertThat(memory(LIMITS, ECHO).excess(PLENTY, direct(ECHO))).isEmpty();
        assertThat(memory(LIMITS, ECHO).excess(PLENTY, direct(ECHO) - 1)).isPresent();
    }

    @Test
    void whatIsTooMuchIsSaidWithTheSum() {
        assertThat(memory(LIMITS, ECHO, LINE, KV).excess(256 * MEBI, PLENTY))
                .hasValue(
                        "the limits allow more memory than there is: 1024 x 268 KiB (connections) + 8 MiB (values of kv)"
                                + " + 2 x 64 KiB (lines in work) + 3 MiB (pooled buffers) + 6 MiB (the program) = 285 MiB, but"
                                + " of 256 MiB of heap only 192 MiB can be promised; lower --max-connections, --max-line or"
                                + " --kv-max-bytes, or raise -Xmx");
        assertThat(memory(LIMITS, ECHO).excess(PLENTY, 512 * KIBI))
                .hasValue("the limits allow more memory than there is: 512 KiB (pooled direct buffers) + 2 x 64 KiB"
                        + " (system calls) = 640 KiB, but there are only 512 KiB of direct memory; raise"
                        + " -XX:MaxDirectMemorySize");
    }

    @Test
    void theLargestLimitsDoNotOverflow() {
        Limits largest = LIMITS.withMaxConnections(Integer.MAX_VALUE).withMaxLine(Limits.MAX_LINE);
        assertThat(memory(largest, LINE).excess(PLENTY, PLENTY)).isEmpty();
        assertThat(memory(largest, LINE).excess(1028 * MEBI, PLENTY)).isPresent();
    }
}
