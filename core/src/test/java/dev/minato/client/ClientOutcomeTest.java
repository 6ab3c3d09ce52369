package dev.minato.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.TcpStream;
import dev.minato.platform.Platform;
import dev.minato.platform.Scope;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Parker;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Overridden;
import dev.minato.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller is told, and what is sent again, when a connection dies: certainly not sent, or nobody knows.
class ClientOutcomeTest {
    private static TcpClientBuilder<String, String> lines(ScriptServer server) {
        return TcpClient.builder(() -> LineCodec.utf8(100_000)).address(server.address());
    }

    /// Reads a request of the first connection and closes; answers those of the others.
    private static ScriptServer.Script firstDies(boolean reset) {
        return (number, stream, lines) -> {
            for (var line = lines.read(); line.isPresent(); line = lines.read()) {
                if (number == 1) {
                    if (reset) {
                        stream.setLinger(Duration.ZERO);
                    }
                    return;
                }
                lines.write(number + ": " + line.get());
            }
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestThatWasReadHasAnUnknownOutcome(boolean reset) throws Exception {
        try (var server = new ScriptServer(firstDies(reset));
                var client = lines(server).build()) {
            var failure = Expect.failure(
                    reset ? ErrorKind.CONNECTION_RESET : ErrorKind.UNEXPECTED_EOF, () -> client.request("pay"));

            assertThat(failure.operation()).isEqualTo("reply");
            assertThat(failure.address()).contains(server.address().toString());
            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            assertThat(client.request("ask")).isEqualTo("2: ask");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anIdempotentRequestIsSentAgain(boolean reset) throws Exception {
        try (var server = new ScriptServer(firstDies(reset));
                var client =
                        lines(server).idempotent(line -> line.startsWith("get")).build()) {
            assertThat(client.request("get x")).isEqualTo("2: get x");
        }
    }

    @Test
    void anotherRequestIsNotSentAgain() throws Exception {
        try (var server = new ScriptServer(firstDies(false));
                var client =
                        lines(server).idempotent(line -> line.startsWith("get")).build()) {
            var failure = Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> client.request("put x"));

            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    /// All connections die: what may be sent again is not sent for ever, and the outcome stays unknown.
    @Test
    void aRequestIsSentAgainAFewTimesOnly() throws Exception {
        ScriptServer.Script dies = (_, _, lines) -> assertThat(lines.read()).contains("get");
        try (var server = new ScriptServer(dies);
                var client = lines(server).idempotent(_ -> true).build()) {
            var failure = Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> client.request("get"));

            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            assertThat(server.accepted()).isEqualTo(4);
        }
    }

    /// The second attempt cannot even connect; the first may have been executed.
    @Test
    void whatWasSentOnceStaysUnknown() throws Exception {
        var connects = new AtomicInteger();
        try (var server = new ScriptServer(firstDies(false));
                var client = lines(server)
                        .connector(() -> {
                            if (connects.incrementAndGet() > 1) {
                                throw NetException.of(ErrorKind.CONNECTION_REFUSED, "connect");
                            }
                            return TcpStream.connect(server.address());
                        })
                        .idempotent(_ -> true)
                        .build()) {
            var failure = Expect.failure(ErrorKind.CONNECTION_REFUSED, () -> client.request("get"));

            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
        }
    }

    /// The server answers the first of three requests that were written together, and goes.
    @Test
    void repliesThatCameBeforeTheEndAreDelivered() throws Exception {
        ScriptServer.Script one = (_, _, lines) -> {
            for (int i = 0; i < 3; i++) {
                assertThat(lines.read()).isPresent();
            }
            lines.write("one");
            lines.flush();
        };
        try (var server = new ScriptServer(one);
                var client = lines(server).maxConnections(1).maxInFlight(3).build()) {
            var first = client.send("1");
            var second = client.send("2");
            var third = client.send("3");

            assertThat(first.await()).isEqualTo("one");
            for (var lost : List.of(second, third)) {
                assertThat(TcpClient.isOutcomeUnknown(Expect.failure(ErrorKind.UNEXPECTED_EOF, lost::await)))
                        .isTrue();
                assertThat(TcpClient.isOutcomeUnknown(Expect.failure(ErrorKind.UNEXPECTED_EOF, lost::await)))
                        .isTrue();
            }
        }
    }

    /// The first connection takes nothing: its writes wait. Then it dies.
    @Test
    void whatTheKernelNeverTookGoesToAnotherConnection() throws Exception {
        var connects = new AtomicInteger();
        var pair = ByteStream.pair(1);
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = lines(server)
                        .connector(() ->
                                connects.incrementAndGet() == 1 ? pair.first() : TcpStream.connect(server.address()))
                        .maxConnections(1)
                        .maxInFlight(8)
                        .build()) {
            List<Call<String>> calls = new ArrayList<>();
            // The kernel, which is one byte of memory here, has taken a byte of the first.
            calls.add(Threads.VIRTUAL.call(() -> client.request("first")).awaitWaiting());
            pair.second().awaitReadable();
            for (int i = 0; i < 5; i++) {
                String line = "line " + i;
                calls.add(Threads.VIRTUAL.call(() -> client.request(line)).awaitWaiting());
            }

            pair.second().close();

            assertThat(TcpClient.isOutcomeUnknown(calls.getFirst().failure())).isTrue();
            for (int i = 0; i < 5; i++) {
                assertThat(calls.get(i + 1).result()).isEqualTo("line " + i);
            }
        }
    }

    /// What is in the writer's buffer counts as sent only from its first byte on.
    @Test
    void whatWasEncodedButNotTakenGoesToAnotherConnection() throws Exception {
        var connects = new AtomicInteger();
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = lines(server)
                        .connector(() -> connects.incrementAndGet() == 1
                                ? refusingWrites(TcpStream.connect(server.address()))
                                : TcpStream.connect(server.address()))
                        .build()) {
            assertThat(client.request("pay")).isEqualTo("pay");
            assertThat(connects.get()).isEqualTo(2);
        }
    }

    private static ByteStream refusingWrites(ByteStream stream) {
        return Overridden.of(ByteStream.class, stream, "write", _ -> {
            throw NetException.of(ErrorKind.BROKEN_PIPE, "write");
        });
    }

    /// A connection whose end lies in the kernel, while its reader has not seen it.
    @Test
    void anEndThatNobodyHasReadYetIsLookedFor() throws Exception {
        var time = new AtomicLong();
        var client = onClock(time, () -> lookForTheEnd(time));
        assertThat(client.connections()).isZero();
    }

    private static TcpClient<String, String> lookForTheEnd(AtomicLong time) throws Exception {
        var connects = new AtomicInteger();
        ScriptServer.Script once = (number, _, lines) -> {
            lines.write(number + ": " + lines.read().orElseThrow());
            lines.flush();
        };
        try (var server = new ScriptServer(once);
                var client = lines(server)
                        .connector(() -> connects.incrementAndGet() == 1
                                ? hearingOnce(TcpStream.connect(server.address()))
                                : TcpStream.connect(server.address()))
                        .build()) {
            assertThat(client.request("one")).isEqualTo("1: one");
            Eventually.holds("the server has closed", () -> server.open() == 0);
            time.addAndGet(Duration.ofSeconds(1).toNanos());

            assertThat(client.request("two")).isEqualTo("2: two");
            return client;
        }
    }

    private static <T> T onClock(AtomicLong offset, Callable<T> body) throws Exception {
        var real = Platform.current();
        var parker = Overridden.of(
                Parker.class, real.parker(), "now", _ -> real.parker().now() + offset.get());
        var platform = Overridden.of(Platform.class, real, "parker", _ -> parker);
        return new Scope(platform, Deadline.NEVER).call(body::call);
    }

    /// A stream whose reader hears of what comes once, and never again.
    private static ByteStream hearingOnce(ByteStream stream) {
        var waits = new AtomicInteger();
        return Overridden.of(ByteStream.class, stream, "awaitReadable", _ -> {
            if (waits.getAndIncrement() == 0) {
                stream.awaitReadable();
            } else {
                Tasks.sleep(Eventually.PATIENCE);
            }
            return stream;
        });
    }

    @Test
    void whatTheEncoderRefusesWasNotSent() throws Exception {
        try (var server = new ScriptServer(ScriptServer.echo());
                var client = TcpClient.builder(() -> LineCodec.utf8(10))
                        .address(server.address())
                        .build()) {
            var failure = Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> client.request("x".repeat(11)));

            assertThat(failure.operation()).isEqualTo("encode");
            assertThat(client.request("short")).isEqualTo("short");
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aTimeoutAfterSendingIsUnknown() throws Exception {
        ScriptServer.Script silent = (_, _, lines) -> {
            while (lines.read().isPresent()) {}
        };
        try (var server = new ScriptServer(silent);
                var client = lines(server).requestTimeout(Duration.ofMillis(50)).build()) {
            var failure = Expect.failure(ErrorKind.TIMED_OUT, () -> client.request("pay"));

            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
        }
    }

    /// All places are taken by a request without a reply.
    @Test
    void aTimeoutWhileItWaitsForItsTurnIsNotUnknown() throws Exception {
        ScriptServer.Script silent = (_, _, lines) -> {
            while (lines.read().isPresent()) {}
        };
        try (var server = new ScriptServer(silent);
                var client = lines(server)
                        .maxConnections(1)
                        .requestTimeout(Duration.ofMillis(50))
                        .build()) {
            Expect.failure(ErrorKind.TIMED_OUT, () -> client.request("pay"));
            var failure = Expect.failure(ErrorKind.TIMED_OUT, () -> client.request("pay"));

            assertThat(failure.operation()).isEqualTo("request");
            assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();
        }
    }

    /// Connecting hangs, and so the request was not sent when its time is over.
    @Test
    void aTimeoutWhileItConnectsIsNotUnknown() throws Exception {
        try (var pair = ByteStream.pair().first();
                var client = TcpClient.builder(() -> LineCodec.utf8(10))
                        .connector(() -> {
                            pair.awaitReadable();
                            throw new AssertionError();
                        })
                        .requestTimeout(Duration.ofMillis(50))
                        .build()) {
            var failure = Expect.failure(ErrorKind.TIMED_OUT, () -> client.request("pay"));

            assertThat(failure.operation()).isEqualTo("request");
            assertThat(TcpClient.isOutcomeUnknown(failure)).isFalse();
        }
    }

    @Test
    void eventuallyEveryPlaceIsFreeAgain() throws Exception {
        try (var server = new ScriptServer(firstDies(true));
                var client = lines(server).maxConnections(2).maxInFlight(4).build()) {
            List<Pending<String>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(client.send("line " + i));
            }
            int lost = 0;
            for (var pending : all) {
                try {
                    // The second connection, or the one in place of the first.
                    assertThat(pending.await()).matches("[23]: line \\d");
                } catch (NetException e) {
                    lost++;
                }
            }
            assertThat(lost).isBetween(1, 4);
            Eventually.holds("all places are free", () -> client.inFlight() == 0);
        }
    }
}
