package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The sum of all limits fits the heap, or it is said, with the numbers and what to change.
class HeapCheckTest {
    private static final long MEBI = 1024 * 1024;
    private static final Binding ECHO = new Binding("echo", Protocol.TCP, "127.0.0.1:0");
    private static final Binding LINE = new Binding("line", Protocol.TCP, "127.0.0.1:0");
    private static final Binding KV = new Binding("kv", Protocol.TCP, "127.0.0.1:0");
    private static final Limits LIMITS =
            Limits.DEFAULT.withMaxConnections(1024).withMaxLine(64 * 1024 - 2).withKvMaxBytes(8 * MEBI);

    @Test
    void limitsThatExceedTheHeapAreSaid() {
        assertThat(HeapCheck.warning(List.of(ECHO, LINE, KV), LIMITS, 272 * MEBI - 1))
                .hasValue("the limits allow more memory than the heap has: 1024 connections with up to 264 KiB each"
                        + " (line) and 8 MiB in kv are 272 MiB, the heap is 272 MiB; lower the connections"
                        + " (--max-connections) or the longest line (--max-line), or enlarge the heap (-Xmx)");
    }

    @Test
    void limitsThatFitAreNot() {
        assertThat(HeapCheck.warning(List.of(ECHO, LINE, KV), LIMITS, 272 * MEBI))
                .isEmpty();
        assertThat(HeapCheck.warning(List.of(LINE), LIMITS, 264 * MEBI)).isEmpty();
        assertThat(HeapCheck.warning(List.of(ECHO), LIMITS, 24 * MEBI)).isEmpty();
    }

    @Test
    void whatIsNotServedDoesNotCount() {
        assertThat(HeapCheck.warning(List.of(ECHO), LIMITS, 24 * MEBI - 1))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("up to 24 KiB each (echo) are 24 MiB")
                        .doesNotContain("kv"));
        assertThat(HeapCheck.warning(List.of(new Binding("time", Protocol.UDP, "127.0.0.1:0")), LIMITS, 1))
                .isEmpty();
    }

    @Test
    void theLargestLimitsDoNotOverflow() {
        var largest = LIMITS.withMaxConnections(Integer.MAX_VALUE).withMaxLine(Limits.MAX_LINE);
        assertThat(HeapCheck.warning(List.of(LINE), largest, Long.MAX_VALUE)).isEmpty();
        assertThat(HeapCheck.warning(List.of(LINE), largest, 1024 * MEBI)).isPresent();
    }
}
