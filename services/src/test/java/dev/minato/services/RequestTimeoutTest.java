package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A request has its time, whatever its client does meanwhile: the idle timeout is far away, and it is the
/// request's time that ends the connection.
@Timeout(60)
class RequestTimeoutTest {
    private static final int MAX_LINE = Limits.MAX_LINE;

    private static Limits limits(int maxLine) {
        return Limits.DEFAULT.withRequestTimeout(Duration.ofMillis(100)).withMaxLine(maxLine);
    }

    @ParameterizedTest
    @CsvSource({"line, abc", "kv, SET a b", "hello, GET / HT"})
    void clientThatSaysNoMore(String service, String half) throws Exception {
        try (var served = Served.tcp(limits(MAX_LINE), service);
                var client = served.client()) {
            client.send(half);
            assertThat(served.log.awaitClosed()).contains("timed out");
        }
    }

    /// As fast as the client can, so that the service hardly has to wait.
    @ParameterizedTest
    @CsvSource({"line, 1", "line, 65536", "kv, 1", "kv, 65536"})
    void clientWhoseLineNeverEnds(String service, int piece) throws Exception {
        try (var served = Served.tcp(limits(MAX_LINE), service);
                var client = served.client()) {
            sendUntilItIsCutOff(client, "x".repeat(piece));
            assertThat(served.log.awaitClosed()).contains("timed out");
        }
    }

    @ParameterizedTest
    @CsvSource({"line, 1", "line, 65536", "kv, 1", "kv, 65536"})
    void clientWhoseLineIsSkippedAndNeverEnds(String service, int piece) throws Exception {
        try (var served = Served.tcp(limits(10), service);
                var client = served.client()) {
            sendUntilItIsCutOff(client, "x".repeat(piece));
            assertThat(served.log.awaitClosed()).contains("timed out");
        }
    }

    /// A byte for every few round trips of another connection.
    @ParameterizedTest
    @ValueSource(strings = {"line:", "kv:SET a ", "hello:GET / HTTP/1.1\r\nX: ", "hello:"})
    void clientWhoseRequestDrips(String begin) throws Exception {
        var parts = begin.split(":", 2);
        try (var served = Served.tcp(limits(MAX_LINE), parts[0]);
                var pace = Served.tcp("echo");
                var ticks = pace.client();
                var client = served.client()) {
            client.send(parts[1]);
            drip(client, ticks, "G");
            assertThat(served.log.awaitClosed()).contains("timed out");
        }
    }

    /// Its answer has gone out already; the body is only dropped.
    @Test
    void clientWhoseBodyDrips() throws Exception {
        try (var served = Served.tcp(limits(MAX_LINE), "hello");
                var pace = Served.tcp("echo");
                var ticks = pace.client();
                var client = served.client()) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 65536\r\n\r\n");
            assertThat(client.readLine()).startsWith("HTTP/1.1 405 ");
            drip(client, ticks, "x");
            assertThat(served.log.awaitClosed()).contains("timed out");
        }
    }

    private static void sendUntilItIsCutOff(Client client, String piece) {
        try {
            for (; ; ) {
                client.send(piece);
            }
        } catch (IOException cutOff) {
            // The service has closed the connection.
        }
    }

    private static void drip(Client client, Client ticks, String drop) throws IOException {
        for (; ; ) {
            for (int i = 0; i < 8; i++) {
                ticks.send("t").read(1);
            }
            try {
                client.send(drop);
            } catch (IOException cutOff) {
                return;
            }
        }
    }
}
