package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// So many connections are served at once, and each for so long; others wait, and none is turned away.
@Timeout(60)
class ConnectionLimitTest {
    @Test
    void connectionsBeyondTheLimitWaitInTheBacklog() throws Exception {
        try (var echo = Served.tcp(Limits.DEFAULT.withMaxConnections(2), "echo");
                var first = echo.client();
                var second = echo.client()) {
            assertThat(first.send("1").read(1)).isEqualTo("1");
            assertThat(second.send("2").read(1)).isEqualTo("2");
            try (var third = echo.client()) {
                third.send("3").socket.setSoTimeout(100);
                assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> third.read(1));
                assertThat(echo.server.connections()).isEqualTo(2);

                third.socket.setSoTimeout(30_000);
                first.reset();
                assertThat(third.read(1)).isEqualTo("3");
            }
        }
    }

    @Test
    void limitHoldsOverAllServices() throws Exception {
        try (var served = Served.tcp(Limits.DEFAULT.withMaxConnections(1), "echo", "line");
                var echo = served.client(0)) {
            assertThat(echo.send("a").read(1)).isEqualTo("a");
            try (var line = served.client(1)) {
                line.send("b\n").socket.setSoTimeout(100);
                assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> line.read(1));
                line.socket.setSoTimeout(30_000);
                echo.reset();
                assertThat(line.readLine()).isEqualTo("B\n");
            }
        }
    }

    /// In this order and the other, since a loop that took a place before anybody came would keep it from
    /// others.
    @Test
    void serviceWithoutClientsKeepsNoPlace() throws Exception {
        try (var served = Served.tcp(Limits.DEFAULT.withMaxConnections(1), "line", "line", "line")) {
            for (int index : new int[] {2, 1, 0, 1, 2, 2}) {
                try (var client = served.client(index)) {
                    assertThat(client.send("quit\n").end().readToEnd()).isEqualTo("bye\n");
                }
            }
        }
    }

    @Test
    void placesComeBackHoweverConnectionsEnd() throws Exception {
        var limits = Limits.DEFAULT.withMaxConnections(1).withIdleTimeout(Duration.ofMillis(50));
        try (var line = Served.tcp(limits, "line")) {
            for (int i = 0; i < 10; i++) {
                try (var quits = line.client();
                        var resets = line.client();
                        var idles = line.client()) {
                    assertThat(quits.send("quit\n").end().readToEnd()).isEqualTo("bye\n");
                    assertThat(line.log.awaitClosed()).isEqualTo("finished");
                    resets.reset();
                    line.log.awaitClosed();
                    assertThat(idles.readToEnd()).isEmpty();
                    assertThat(line.log.awaitClosed()).isEqualTo("read PEER: timed out");
                }
            }
        }
    }

    @Test
    void idleConnectionIsEndedByItsTimeout() throws Exception {
        try (var served = Served.tcp(
                Limits.DEFAULT.withIdleTimeout(Duration.ofMillis(50)), "echo", "line", "count", "kv", "hello")) {
            for (int service = 0; service < 5; service++) {
                try (var client = served.client(service)) {
                    assertThat(client.send("GET").readToEnd()).isIn("", "GET");
                    assertThat(served.log.awaitClosed()).isIn("await readable PEER: timed out", "read PEER: timed out");
                }
            }
        }
    }
}
