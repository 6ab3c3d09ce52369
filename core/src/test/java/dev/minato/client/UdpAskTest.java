package dev.minato.client;

import static dev.minato.error.ErrorKind.CONNECTION_REFUSED;
import static dev.minato.error.ErrorKind.DEADLINE_EXCEEDED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.INVALID_INPUT;
import static dev.minato.error.ErrorKind.MESSAGE_TOO_LONG;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A request is sent again until its reply comes; what is no reply changes nothing.
@NetworkTest
class UdpAskTest {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration LONG = Duration.ofSeconds(50);

    private UdpSocket server;
    private UdpAsk patient;
    private UdpAsk hasty;

    @BeforeEach
    void open() throws NetException {
        server = UdpSocket.bind("127.0.0.1:0");
        server.setReadTimeout(Eventually.PATIENCE);
        UdpAsk ask = UdpAsk.to(server.localAddress()).timeout(LONG);
        patient = ask.backoff(LONG, LONG);
        hasty = ask.attempts(10_000).backoff(SHORT, SHORT);
    }

    @AfterEach
    void close() throws NetException {
        server.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes.duplicate()).toString();
    }

    private static String ask(UdpAsk ask) throws NetException {
        return text(ask.ask(bytes("question"), reply -> text(reply).startsWith("answer")));
    }

    /// Receives a request; returns who asks.
    private SocketAddr request() throws NetException {
        var buffer = ByteBuffer.allocate(100);
        Received received = server.recvFrom(buffer);
        assertThat(text(buffer.flip())).isEqualTo("question");
        return received.sender();
    }

    @Test
    void theReplyIsReturnedAndTheRequestStaysAsItIs() throws Exception {
        try (var group = new TaskGroup()) {
            group.spawn(() -> server.sendTo(bytes("answer"), request()));
            var request =
                    ByteBuffer.allocate(20).put(bytes("??question")).flip().position(2);
            ByteBuffer reply = patient.ask(request, got -> {
                got.get(); // It is handed out whole all the same.
                return true;
            });
            assertThat(text(reply)).isEqualTo("answer");
            assertThat(request.position()).isEqualTo(2);
            group.join();
        }
    }

    @Test
    void theRequestIsSentAgainUntilItIsAnswered() throws Exception {
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                SocketAddr first = request();
                assertThat(request()).isEqualTo(first);
                server.sendTo(bytes("answer"), request());
            });
            assertThat(ask(hasty)).isEqualTo("answer");
            group.join();
        }
    }

    /// One comes from elsewhere, others are no reply to this.
    @Test
    void straysArePassedOver() throws Exception {
        try (var group = new TaskGroup();
                var stranger = UdpSocket.bind("127.0.0.1:0")) {
            group.spawn(() -> {
                SocketAddr client = request();
                stranger.sendTo(bytes("answer of a stranger"), client);
                server.sendTo(bytes("other"), client);
                server.sendTo(bytes(""), client);
                server.sendTo(bytes("answer"), client);
            });
            assertThat(ask(patient)).isEqualTo("answer");
            group.join();
        }
    }

    /// Strays that come faster than any wait ends must not hold off the attempts, nor the end.
    @Test
    void straysDoNotMakeTheWaitLonger() throws Exception {
        try (var group = new TaskGroup()) {
            Task<?> flood = group.spawn(() -> {
                SocketAddr client = request();
                while (!Thread.currentThread().isInterrupted()) {
                    server.sendTo(bytes("other"), client);
                }
            });
            Expect.failure(
                    TIMED_OUT,
                    "ask",
                    server.localAddress(),
                    () -> ask(patient.attempts(3).backoff(SHORT, SHORT)));
            flood.cancel();
            // What came after the first, which the flood has received.
            var buffer = ByteBuffer.allocate(100);
            int again = 0;
            while (server.tryRecvFrom(buffer.clear(), new Received())) {
                again += text(buffer.flip()).equals("question") ? 1 : 0;
            }
            assertThat(again).isEqualTo(2);
        }
    }

    @Test
    void aLateReplyToAnEarlierAttemptIsAsGood() throws Exception {
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                SocketAddr first = request();
                SocketAddr _ = request();
                server.sendTo(bytes("answer to the first"), first);
            });
            assertThat(ask(hasty)).isEqualTo("answer to the first");
            group.join();
        }
    }

    @Test
    void aRefusalEndsTheLastAttemptAtOnceAndNoOther() throws Exception {
        SocketAddr address = server.localAddress();
        server.close();
        Expect.failure(CONNECTION_REFUSED, () -> ask(patient.attempts(1)));
        Expect.failure(CONNECTION_REFUSED, () -> ask(hasty.attempts(3)));

        Task<String> asking = Tasks.spawn(() -> ask(hasty));
        server = UdpSocket.bind(address);
        server.setReadTimeout(Eventually.PATIENCE);
        server.sendTo(bytes("answer"), request());
        assertThat(asking.join()).isEqualTo("answer");
    }

    @Test
    void theTimeoutEndsAllAttempts() throws Exception {
        Expect.failure(TIMED_OUT, "ask", server.localAddress(), () -> ask(hasty.timeout(Duration.ofMillis(30))));
        Expect.failure(TIMED_OUT, () -> ask(patient.timeout(Duration.ofMillis(30))));
    }

    @Test
    void anInterruptAndADeadlineEndIt() throws Exception {
        Expect.failure(DEADLINE_EXCEEDED, () -> Tasks.withDeadline(Duration.ofMillis(30), () -> ask(patient)));
        Thread.currentThread().interrupt();
        Expect.failure(INTERRUPTED, () -> ask(patient));
        assertThat(Thread.interrupted()).isTrue();
    }

    /// To ask again would bring the same; but what is no reply may be as long as it likes.
    @Test
    void aReplyThatIsTooLongIsSaidToBe() throws Exception {
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                SocketAddr client = request();
                server.sendTo(bytes("other, and long"), client);
                server.sendTo(bytes("answer, and long"), client);
            });
            NetException failure = Expect.failure(MESSAGE_TOO_LONG, () -> ask(patient.maxReply(6)));
            assertThat(failure).hasMessageContaining("the reply has 16 bytes, at most 6");
            group.join();
        }
    }

    @Test
    void whatNoAttemptCanMendEndsItAtOnce() throws Exception {
        Expect.failure(MESSAGE_TOO_LONG, () -> patient.ask(ByteBuffer.allocate(65_536), _ -> true));
        Expect.failure(INVALID_INPUT, () -> ask(UdpAsk.to("127.0.0.1")));
        var error = new IllegalStateException("the matcher's own");
        try (var group = new TaskGroup()) {
            group.spawn(() -> server.sendTo(bytes("answer"), request()));
            assertThatThrownBy(() -> patient.ask(bytes("question"), _ -> {
                        throw error;
                    }))
                    .isSameAs(error);
            group.join();
        }
    }

    /// While one is open, another has another port.
    @Test
    void eachRequestHasItsPort() throws Exception {
        var ports = new ArrayList<Integer>();
        try (var group = new TaskGroup()) {
            group.spawn(() -> {
                for (int i = 0; i < 2; i++) {
                    SocketAddr client = request();
                    ports.add(client.port());
                    server.sendTo(bytes("answer"), client);
                }
            });
            ByteBuffer _ = patient.ask(bytes("question"), _ -> {
                try {
                    return ask(patient).equals("answer");
                } catch (NetException e) {
                    throw new AssertionError(e);
                }
            });
            group.join();
        }
        assertThat(ports).doesNotHaveDuplicates().hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void jitterIsDrawnForEachAttempt(long drawn) throws Exception {
        var bounds = new ArrayList<Long>();
        var random = new Random() {
            @Override
            public long nextLong(long bound) {
                bounds.add(bound);
                return Math.min(drawn, bound - 1);
            }
        };
        UdpAsk ask = hasty.attempts(3)
                .backoff(Duration.ofNanos(100), Duration.ofNanos(300))
                .jitter(random);
        Expect.failure(TIMED_OUT, () -> ask(ask));
        assertThat(bounds).isEqualTo(List.of(51L, 101L, 151L));
    }

    @Test
    void oneMayBeUsedByManyAtOnce() throws Exception {
        var answered = new AtomicInteger();
        try (var group = new TaskGroup()) {
            Task<?> serving = group.spawn(() -> {
                var buffer = ByteBuffer.allocate(100);
                var received = new Received();
                while (true) {
                    server.recvFrom(buffer.clear(), received);
                    server.sendTo(buffer.flip(), received.sender());
                }
            });
            try (var clients = new TaskGroup()) {
                for (int i = 0; i < 20; i++) {
                    String question = "q" + i;
                    clients.spawn(() -> {
                        assertThat(text(hasty.ask(bytes(question), _ -> true))).isEqualTo(question);
                        answered.incrementAndGet();
                    });
                }
                clients.join();
            }
            serving.cancel();
        }
        assertThat(answered).hasValue(20);
    }
}
