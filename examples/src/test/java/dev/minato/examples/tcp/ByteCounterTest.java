package dev.minato.examples.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Counts to the end of the stream and still answers.
@Timeout(60)
class ByteCounterTest {
    @Test
    void countsNothing() throws Exception {
        try (var server = Running.tcp(ByteCounter::serve)) {
            assertThat(Wire.ask(server.address(), "")).isEqualTo("received 0 bytes total\n");
        }
    }

    @Test
    void countsMoreThanItsBufferHolds() throws Exception {
        try (var server = Running.tcp(ByteCounter::serve)) {
            assertThat(Wire.ask(server.address(), "x".repeat(1_000_000))).isEqualTo("received 1000000 bytes total\n");
        }
    }
}
