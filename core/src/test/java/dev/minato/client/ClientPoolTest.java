package dev.minato.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.TcpStream;
import dev.minato.task.BoundedChannel;
import dev.minato.task.OneShot;
import dev.minato.task.Retry;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many connections there are, how long, and who waits for one; and how a client ends.
class ClientPoolTest {
    private static final Retry PATIENT = Retry.exponential(Duration.ofMillis(1), Duration.ofMillis(20));

    private final BoundedChannel<String> go = new BoundedChannel<>(100);

    /// Answers a line when a value comes.
    private final ScriptServer.Script slow = (_, _, lines) -> {
        for (var line = lines.read(); line.isPresent(); line = lines.read()) {
            if (go.receive().isEmpty()) {
                return;
            }
            lines.write(line.get());
            lines.flush();
        }
    };

    private static TcpClientBuilder<String, String> lines(SocketAddr address) {
        return TcpClient.builder(() -> LineCodec.utf8(1000)).address(address);
    }

    @Test
    void requestsFillAConnectionBeforeThereIsAnother() throws Exception {
        try (var server = new ScriptServer(slow);
                var client =
                        lines(server.address()).maxConnections(3).maxInFlight(2).build()) {
            List<Pending<String>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(client.send("line " + i));
                assertThat(client.connections()).isEqualTo(i / 2 + 1);
            }
            var next = Threads.VIRTUAL.call(() -> client.request("line 6")).awaitWaiting();
            assertThat(client.connections()).isEqualTo(3);
            assertThat(client.inFlight()).isEqualTo(6);

            for (int i = 0; i < 7; i++) {
                go.send("");
            }
            for (int i = 0; i < 6; i++) {
                assertThat(all.get(i).await()).isEqualTo("line " + i);
            }
            assertThat(next.result()).isEqualTo("line 6");
            assertThat(server.accepted()).isEqualTo(3);
            go.close();
        }
    }

    @Test
    void aFullQueueRefuses() throws Exception {
        try (var server = new ScriptServer(slow);
                var client =
                        lines(server.address()).maxConnections(1).maxQueued(2).build()) {
            var one = client.send("one");
            var two = Threads.VIRTUAL.call(() -> client.request("two")).awaitWaiting();
            var three = Threads.VIRTUAL.call(() -> client.request("three")).awaitWaiting();

            var failure = Expect.failure(ErrorKind.WOULD_BLOCK, () -> client.request("four"));
            assertThat(failure.operation()).isEqualTo("request");
            assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();

            for (int i = 0; i < 3; i++) {
                go.send("");
            }
            assertThat(one.await()).isEqualTo("one");
            assertThat(two.result()).isEqualTo("two");
            assertThat(three.result()).isEqualTo("three");
            go.close();
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = lines(server.address())
                        .idleTimeout(Duration.ofMillis(20))
                        .build()) {
            assertThat(client.request("one")).isEqualTo("one");
            Eventually.holds("it is closed", () -> client.connections() == 0 && server.open() == 0);
            assertThat(client.request("two")).isEqualTo("two");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionThatTheServerClosedIsNotUsed() throws Exception {
        ScriptServer.Script once = (number, _, lines) -> {
            lines.write(number + ": " + lines.read().orElseThrow());
            lines.flush();
        };
        try (var server = new ScriptServer(once);
                var client = lines(server.address()).build()) {
            for (int i = 1; i < 20; i++) {
                assertThat(client.request("hi")).isEqualTo(i + ": hi");
                Eventually.holds("the end is heard", () -> client.connections() == 0);
            }
        }
    }

    /// The server is started when a request has waited for it.
    @Test
    void requestsWaitForAServerThatComesBack() throws Exception {
        SocketAddr address = Loopback.IPV4.closedPort();
        var attempts = new AtomicInteger();
        try (var client = lines(address)
                .retry(PATIENT)
                .connector(() -> {
                    attempts.incrementAndGet();
                    return TcpStream.connect(address);
                })
                .maxInFlight(2)
                .build()) {
            var one = client.send("one");
            var two = client.send("two");
            Eventually.holds("it was refused", () -> attempts.get() > 3);

            try (var _ = new ScriptServer(address, ScriptServer.echo())) {
                assertThat(one.await()).isEqualTo("one");
                assertThat(two.await()).isEqualTo("two");
            }
            Eventually.holds("the end is heard", () -> client.connections() == 0);
            var three = client.send("three");
            try (var _ = new ScriptServer(address, ScriptServer.echo())) {
                assertThat(three.await()).isEqualTo("three");
            }
        }
    }

    @Test
    void aRequestThatWaitedInVainSaysWhy() throws Exception {
        SocketAddr address = Loopback.IPV4.closedPort();
        try (var client = lines(address)
                .retry(PATIENT)
                .requestTimeout(Duration.ofMillis(50))
                .build()) {
            var failure = Expect.failure(ErrorKind.TIMED_OUT, "request", address, () -> client.request("one"));

            assertThat(failure.getMessage()).contains("connection refused");
            assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();
        }
    }

    @Test
    void allWhoWaitHearThatNoAttemptIsLeft() throws Exception {
        SocketAddr address = Loopback.IPV4.closedPort();
        var few = Retry.exponential(3, Duration.ofMillis(1), Duration.ofMillis(1));
        try (var client = lines(address).retry(few).maxInFlight(3).build()) {
            var all = List.of(client.send("one"), client.send("two"), client.send("three"));
            for (var each : all) {
                Expect.failure(ErrorKind.CONNECTION_REFUSED, "connect", address, each::await);
            }
            Eventually.holds("all places are free", () -> client.inFlight() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closeFailsWhatIsInFlightAndWhatWaits(boolean drains) throws Exception {
        try (var server = new ScriptServer(slow)) {
            var client = lines(server.address()).maxConnections(1).build();
            var one = Threads.VIRTUAL.call(() -> client.request("one")).awaitWaiting();
            Eventually.holds("it is sent", () -> server.open() == 1);
            var two = Threads.VIRTUAL.call(() -> client.request("two")).awaitWaiting();

            if (drains) {
                assertThat(client.drain(Duration.ZERO)).isEqualTo(1);
            } else {
                client.close();
            }

            assertThat(one.failure().kind()).isEqualTo(ErrorKind.CLOSED);
            assertThat(two.failure().kind()).isEqualTo(ErrorKind.CLOSED);
            assertThat(TcpClient.isOutcomeUnknown(two.failure())).isFalse();
            Expect.failure(ErrorKind.CLOSED, () -> client.request("three"));
            client.close();
            Eventually.holds("the server sees it", () -> {
                go.trySend("");
                return server.open() == 0;
            });
            assertThat(client.inFlight()).isZero();
        }
    }

    @Test
    void drainWaitsForWhatIsInFlight() throws Exception {
        try (var server = new ScriptServer(slow);
                var client =
                        lines(server.address()).maxConnections(1).maxInFlight(2).build()) {
            var one = client.send("one");
            var two = client.send("two");
            Call<Integer> drain = Threads.VIRTUAL
                    .call(() -> client.drain(Eventually.PATIENCE))
                    .awaitWaiting();
            Expect.failure(ErrorKind.CLOSED, () -> client.request("three"));

            go.send("");
            go.send("");

            assertThat(one.await()).isEqualTo("one");
            assertThat(two.await()).isEqualTo("two");
            assertThat(drain.result()).isZero();
            go.close();
        }
    }

    /// In a look-up, an attempt to connect or a pause, a client can be closed.
    @Test
    void closeEndsAttemptsToConnect() throws Exception {
        var connecting = new OneShot<String>();
        var client = TcpClient.builder(() -> LineCodec.utf8(1000))
                .connector(() -> {
                    connecting.send("");
                    try (var silent = ByteStream.pair().first()) {
                        silent.awaitReadable();
                        throw new AssertionError();
                    }
                })
                .build();
        var request = client.send("one");
        connecting.receive();

        client.close();

        assertThat(TcpClient.isOutcomeUnknown(Expect.failure(ErrorKind.CLOSED, request::await)))
                .isFalse();
    }

    /// A failure of the program in a connector: each caller hears of it.
    @Test
    void aBrokenConnectorFailsRequests() throws Exception {
        try (var client = TcpClient.builder(() -> LineCodec.utf8(1000))
                .connector(() -> {
                    throw new IllegalStateException("broken");
                })
                .build()) {
            var failure = Expect.failure(ErrorKind.OTHER, () -> client.request("one"));
            assertThat(failure).hasRootCauseMessage("broken");
            assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();
        }
    }

    @Test
    void aSecondRequestWithAnIdInFlightIsRefused() throws Exception {
        try (var server = new ScriptServer(slow);
                var client = lines(server.address())
                        .maxConnections(1)
                        .maxInFlight(4)
                        .matching(line -> line.charAt(0), line -> line.charAt(0))
                        .build()) {
            var first = client.send("1 one");
            var second = client.send("2 two");
            var again = client.send("1 again");

            NetException failure = Expect.failure(ErrorKind.ALREADY_EXISTS, again::await);
            assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();
            go.send("");
            go.send("");
            assertThat(first.await()).isEqualTo("1 one");
            assertThat(second.await()).isEqualTo("2 two");
            go.send("");
            assertThat(client.request("1 once more")).isEqualTo("1 once more");
            go.close();
        }
    }
}
