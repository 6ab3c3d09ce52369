package dev.minato.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.minato.net.TcpListener;
import dev.minato.server.CloseReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A drain stops listening at once, lets what is open finish within its timeout, and leaves nothing behind.
@Timeout(60)
class DrainTest {
    private static final Limits PATIENT = Limits.DEFAULT.withDrainTimeout(Duration.ofHours(1));
    private static final Limits IMPATIENT = Limits.DEFAULT.withDrainTimeout(Duration.ofMillis(50));

    @Test
    void openConnectionsFinishAndLoseNothing() throws Exception {
        try (var count = Served.tcp(PATIENT, "count");
                var client = count.client()) {
            client.send("before");
            count.log.awaitOpened();
            var drain = CompletableFuture.runAsync(count.server::drain);
            awaitRefusal(count.address());

            awaitConnections(1, count.server);
            assertThat(drain).isNotDone();
            client.send(" and after").end();
            assertThat(client.readToEnd()).isEqualTo("received 16 bytes total\n");
            drain.join();
            assertThat(count.server.connections()).isZero();
        }
    }

    /// Connections that are made before the listener is closed are reset, or served to their end.
    private static void awaitRefusal(InetSocketAddress address) throws IOException {
        for (; ; ) {
            try (var socket = new Socket()) {
                socket.connect(address);
            } catch (ConnectException refused) {
                return;
            } catch (SocketException reset) {
                // Closed in the middle of the connect; the next one tells.
            }
        }
    }

    private static void awaitConnections(int number, Server server) {
        while (server.connections() != number) {
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void afterTheDrainTimeoutTheRestIsClosed() throws Exception {
        try (var served = Served.tcp(IMPATIENT, "echo", "line", "count", "kv", "hello")) {
            var clients = new Client[5];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = served.client(i);
                served.log.awaitOpened();
            }
            served.server.drain();
            assertThat(served.server.connections()).isZero();
            for (var client : clients) {
                assertThat(client.readToEnd()).isEmpty();
                assertThat(served.log.awaitEnd().end().reason()).isIn(CloseReason.DRAIN_TIMEOUT, CloseReason.STOPPED);
                client.close();
            }
        }
    }

    /// Such a connection never waits, so that an interrupt alone would not end it.
    @Test
    void connectionThatNeverPausesIsClosedToo() throws Exception {
        try (var count = Served.tcp(IMPATIENT, "count");
                var client = count.client()) {
            var flood = CompletableFuture.runAsync(() -> flood(client));
            count.log.awaitOpened();
            count.server.drain();
            assertThat(count.server.connections()).isZero();
            flood.join();
        }
    }

    private static void flood(Client client) {
        var bytes = new byte[100_000];
        try {
            for (; ; ) {
                client.send(bytes);
            }
        } catch (IOException closed) {
            assertThat(closed).hasMessageMatching("Broken pipe|Connection reset.*");
        }
    }

    @Test
    void closingEndsADrain() throws Exception {
        try (var echo = Served.tcp(PATIENT, "echo");
                var client = echo.client()) {
            echo.log.awaitOpened();
            var drain = CompletableFuture.runAsync(echo.server::drain);
            awaitRefusal(echo.address());
            echo.server.close();
            drain.join();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void interruptEndsTheDrainAndStays() throws Exception {
        try (var echo = Served.tcp(PATIENT, "echo");
                var client = echo.client()) {
            echo.log.awaitOpened();
            Thread.currentThread().interrupt();
            echo.server.drain();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void connectionThatWaitsForAPlaceDoesNotHoldItUp() throws Exception {
        try (var echo = Served.tcp(IMPATIENT.withMaxConnections(1), "echo", "line");
                var served = echo.client(0)) {
            assertThat(served.send("x").read(1)).isEqualTo("x");
            try (var waiting = echo.client(0);
                    var waitingToo = echo.client(1)) {
                echo.server.drain();
                assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(() -> waiting.send("x").read(1));
                assertThatExceptionOfType(SocketException.class)
                        .isThrownBy(() -> waitingToo.send("x").read(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void portsAreFreeAfterwards(boolean drain) throws Exception {
        try (var served = Served.tcp("echo")) {
            var address = served.server.boundServices().getFirst().address();
            if (drain) {
                served.server.drain();
            }
            served.server.close();
            TcpListener.bind(address).close();
            served.server.drain();
        }
    }
}
