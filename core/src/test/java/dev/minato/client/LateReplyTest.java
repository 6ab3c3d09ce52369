package dev.minato.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.task.BoundedChannel;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests whose callers leave before the reply comes.
class LateReplyTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    /// The server sends a reply for each value that comes.
    private final BoundedChannel<String> go = new BoundedChannel<>(100);

    private final ScriptServer.Script slow = (_, _, lines) -> {
        for (var line = lines.read(); line.isPresent(); line = lines.read()) {
            var word = go.receive();
            if (word.isEmpty()) {
                return;
            }
            lines.write(word.get() + " " + line.get());
            lines.flush();
        }
    };

    private static TcpClientBuilder<String, String> lines(ScriptServer server) {
        return TcpClient.builder(() -> LineCodec.utf8(1000))
                .address(server.address())
                .maxConnections(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLateReplyOfATimeoutIsDropped(boolean byId) throws Exception {
        try (var server = new ScriptServer(slow);
                var client = matched(lines(server).maxInFlight(4), byId).build()) {
            var failure = Expect.failure(
                    ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(SHORT, () -> client.request("one")));
            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            var two = client.send("two");
            assertThat(client.inFlight()).isEqualTo(2);

            go.send("late");
            go.send("good");

            assertThat(two.await()).isEqualTo("good two");
            Eventually.holds("both places are free", () -> client.inFlight() == 0);
            assertThat(server.accepted()).isEqualTo(1);
            assertThat(client.strayReplies()).isZero();
            go.close();
        }
    }

    private static TcpClientBuilder<String, String> matched(TcpClientBuilder<String, String> builder, boolean byId) {
        return byId ? builder.matching(request -> request, reply -> reply.substring(reply.indexOf(' ') + 1)) : builder;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLateReplyOfAnInterruptedCallerIsDropped(boolean byId) throws Exception {
        try (var server = new ScriptServer(slow);
                var client = matched(lines(server).maxInFlight(4), byId).build()) {
            var interrupted = Threads.VIRTUAL.call(() -> client.request("one")).awaitWaiting();
            Eventually.holds("it was sent", () -> client.connections() == 1);
            interrupted.interrupt();
            var failure = interrupted.failure();
            assertThat(failure.kind()).isEqualTo(ErrorKind.INTERRUPTED);
            assertThat(interrupted.wasInterruptedAtEnd()).isTrue();
            var two = client.send("two");

            go.send("late");
            go.send("good");

            assertThat(two.await()).endsWith("two");
            assertThat(server.accepted()).isEqualTo(1);
            go.close();
        }
    }

    /// The reply that comes after the timeout is not given to a later wait either: each is told the same.
    @Test
    void aTimeoutIsForGood() throws Exception {
        try (var server = new ScriptServer(slow);
                var client = lines(server).requestTimeout(SHORT).build()) {
            var one = client.send("one");
            Expect.failure(ErrorKind.TIMED_OUT, one::await);
            go.send("late");
            Eventually.holds("the reply has come", () -> client.inFlight() == 0);

            Expect.failure(ErrorKind.TIMED_OUT, "reply", server.address(), one::await);
            go.close();
        }
    }

    /// The only place of the only connection is held until the late reply comes.
    @Test
    void aLateReplyHoldsItsPlace() throws Exception {
        try (var server = new ScriptServer(slow);
                var client = lines(server).build()) {
            Expect.failure(ErrorKind.DEADLINE_EXCEEDED, () -> Tasks.withDeadline(SHORT, () -> client.request("one")));
            var two = Threads.VIRTUAL.call(() -> client.request("two")).awaitWaiting();
            assertThat(client.inFlight()).isEqualTo(1);

            go.send("late");
            go.send("good");

            assertThat(two.result()).isEqualTo("good two");
            go.close();
        }
    }

    @Test
    void aConnectionWithManyLateRepliesIsClosed() throws Exception {
        var received = new AtomicInteger();
        ScriptServer.Script silent = (_, _, lines) -> {
            while (lines.read().isPresent()) {
                received.incrementAndGet();
            }
        };
        try (var server = new ScriptServer(silent);
                var client = lines(server).maxInFlight(8).build()) {
            List<Pending<String>> all = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(client.send("line " + i));
            }
            Eventually.holds("all were sent", () -> received.get() == 6);
            for (int i = 0; i < 4; i++) {
                int late = i;
                Expect.failure(
                        ErrorKind.DEADLINE_EXCEEDED,
                        () -> Tasks.withDeadline(
                                Duration.ofMillis(1), () -> all.get(late).await()));
            }
            assertThat(client.inFlight()).isEqualTo(6);
            Expect.failure(
                    ErrorKind.DEADLINE_EXCEEDED,
                    () -> Tasks.withDeadline(
                            Duration.ofMillis(1), () -> all.get(4).await()));

            var failure = Expect.failure(ErrorKind.TIMED_OUT, () -> all.get(5).await());
            assertThat(failure.getMessage()).contains("late");
            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            Eventually.holds("all places are free", () -> client.inFlight() == 0);
        }
    }

    @Test
    void aServerThatSaysNothingLosesTheConnection() throws Exception {
        try (var server = new ScriptServer(slow);
                var client = lines(server).readTimeout(SHORT).build()) {
            var failure = Expect.failure(ErrorKind.TIMED_OUT, () -> client.request("one"));

            assertThat(failure.getMessage()).contains("no reply for " + SHORT);
            assertThat(TcpClient.isOutcomeUnknown(failure)).isTrue();
            Eventually.holds("all places are free", () -> client.inFlight() == 0);
            assertThat(client.connections()).isZero();
            go.close();
        }
    }
}
