package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.server.CloseReason;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The log of connections says what each service read and wrote, for how long, and why it ended.
@Timeout(60)
class ConnectionLogTest {
    @ParameterizedTest
    @ValueSource(strings = {"echo", "line", "count", "kv"})
    void saysHowManyBytesCameAndWent(String service) throws Exception {
        try (var served = Served.tcp(service);
                var client = served.client()) {
            String said = client.send("hello\nquit\n").end().readToEnd();
            var end = served.log.awaitEnd();
            assertThat(end.service()).isEqualTo(service);
            assertThat(end.peer()).isEqualTo(served.log.awaitOpened());
            assertThat(end.end().bytesIn()).isEqualTo(11);
            assertThat(end.end().bytesOut()).isEqualTo(said.length());
            assertThat(end.end().duration()).isPositive();
            assertThat(end.end().reason()).isEqualTo(CloseReason.FINISHED);
        }
    }

    @ParameterizedTest
    @CsvSource({"echo, 0", "line, 2", "count, 0"})
    void countsAlsoWhatWasSentBeforeAFailure(String service, int sent) throws Exception {
        var limits = Limits.DEFAULT.withIdleTimeout(Duration.ofMillis(50)).withRequestTimeout(Duration.ofMillis(50));
        try (var served = Served.tcp(limits, service);
                var client = served.client()) {
            client.send("x".repeat(sent));
            var end = served.log.awaitEnd();
            assertThat(end.end().bytesIn()).isEqualTo(sent);
            assertThat(end.end().bytesOut()).isZero();
            assertThat(end.end().reason().toString()).endsWith("timeout");
        }
    }
}
