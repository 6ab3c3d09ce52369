package dev.minato.examples.tasks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Running;
import dev.minato.examples.Wire;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Each client hears numbers that grow, from 0 on.
@Timeout(60)
class HeartbeatTest {
    @Test
    void numbersGrow() throws Exception {
        try (var server = Running.tcp(listener -> Heartbeat.serve(listener, Duration.ofMillis(1)));
                var client = Wire.connect(server.address());
                var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))) {
            long last = -1;
            for (int i = 0; i < 20; i++) {
                long number = Long.parseLong(lines.readLine());
                assertThat(number).isGreaterThan(last);
                last = number;
            }
        }
    }
}
