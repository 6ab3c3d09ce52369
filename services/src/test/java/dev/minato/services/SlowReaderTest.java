package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A client that asks without end and never reads is held up, and then ended by the write timeout.
///
/// A server that kept its answers in memory would go on reading, and the client could go on sending. How much
/// it can send is bounded here by what the system's buffers hold on the way: a few MiB each.
@Timeout(60)
class SlowReaderTest {
    private static final long MOST_ON_THE_WAY = 64L * 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"echo, x", "line, 'some line\n'", "kv, 'GET k\n'", "hello, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'"})
    void clientThatNeverReadsIsEndedAndKeepsNoMemory(String service, String request) throws Exception {
        var limits = Limits.DEFAULT.withWriteTimeout(Duration.ofMillis(100));
        try (var served = Served.tcp(limits, service);
                var client = served.client()) {
            if (service.equals("kv")) {
                client.send("SET k " + "v".repeat(60_000) + "\n");
            }
            assertThat(sendUntilEnded(client, request.repeat(10_000))).isLessThan(MOST_ON_THE_WAY);
            assertThat(served.log.awaitClosed()).isEqualTo("write PEER: timed out");
        }
    }

    private static long sendUntilEnded(Client client, String requests) {
        long sent = 0;
        try {
            while (sent < MOST_ON_THE_WAY) {
                client.send(requests);
                sent += requests.length();
            }
        } catch (IOException ended) {
            assertThat(ended).hasMessageMatching("Broken pipe|Connection reset.*");
        }
        return sent;
    }
}
