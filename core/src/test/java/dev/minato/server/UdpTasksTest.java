package dev.minato.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.task.OneShot;
import dev.minato.task.Permits;
import dev.minato.task.Tasks;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Handlers that wait: how many run and wait, what is dropped, and what becomes of them when the server
/// drains.
@NetworkTest
@SuppressWarnings("try") // closing is what is tested
class UdpTasksTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final Permits gate = new Permits(1);
    private final AtomicInteger entered = new AtomicInteger();
    private UdpSocket client;

    @BeforeEach
    void open() throws Exception {
        client = UdpSocket.bind("127.0.0.1:0");
        client.setReadTimeout(Eventually.PATIENCE);
        gate.acquire();
    }

    @AfterEach
    void close() throws NetException {
        client.close();
    }

    /// Waits for the gate, and answers.
    private void handle(UdpRequest request) throws Exception {
        entered.incrementAndGet();
        gate.acquire();
        gate.release();
        assertThat(request.reply(request.data())).isTrue();
    }

    private void send(UdpServer server, int number) throws NetException {
        client.sendTo(
                ByteBuffer.wrap(Integer.toString(number).getBytes(US_ASCII)),
                server.localAddresses().getFirst());
    }

    private String receive() throws NetException {
        var buffer = ByteBuffer.allocate(100);
        client.recvFrom(buffer);
        return US_ASCII.decode(buffer.flip()).toString();
    }

    @ParameterizedTest
    @CsvSource({"DROP_NEWEST, 0;1;2", "DROP_OLDEST, 0;4;5"})
    void whatIsOverTheBoundIsDropped(OverloadPolicy policy, String answered) throws Exception {
        try (var server = UdpServer.builder()
                .inTasks(1, 2, policy)
                .listen("127.0.0.1:0", this::handle)
                .start()) {
            send(server, 0);
            Eventually.holds("the first is handled", () -> entered.get() == 1);
            for (int i = 1; i < 6; i++) {
                send(server, i);
            }
            Eventually.holds("three are dropped", () -> server.counts().dropped(DropReason.OVERLOADED) == 3);
            gate.release();
            var answers = new ArrayList<String>();
            for (int i = 0; i < 3; i++) {
                answers.add(receive());
            }
            assertThat(answers).isEqualTo(List.of(answered.split(";")));
            assertThat(server.counts().received()).isEqualTo(6);
        }
    }

    @Test
    void asManyRunAtOnceAsAreAllowed() throws Exception {
        try (var server = UdpServer.builder()
                .inTasks(3, 10, OverloadPolicy.DROP_NEWEST)
                .listen("127.0.0.1:0", this::handle)
                .start()) {
            for (int i = 0; i < 5; i++) {
                send(server, i);
            }
            Eventually.holds("three run", () -> entered.get() == 3);
            gate.release();
            for (int i = 0; i < 5; i++) {
                assertThat(receive()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drainLetsWhatIsInProgressFinishAndFreesThePort(boolean inTasks) throws Exception {
        var builder = UdpServer.builder().listen("127.0.0.1:0", this::handle);
        if (inTasks) {
            builder.inTasks(1, 10, OverloadPolicy.DROP_NEWEST);
        }
        var server = builder.start();
        send(server, 0);
        send(server, 1);
        Eventually.holds("the first is handled", () -> entered.get() == 1);
        Eventually.holds(
                "both were received",
                () -> inTasks
                        ? server.counts().received() == 2
                        : server.counts().received() >= 1);
        long received = server.counts().received();
        var cancelled = new OneShot<Integer>();
        Tasks.spawn(() -> cancelled.send(server.drain(LONG)));
        gate.release();
        assertThat(cancelled.receive(LONG)).isZero();
        for (int i = 0; i < received; i++) {
            assertThat(receive()).isEqualTo(Integer.toString(i));
        }
        UdpSocket.bind(server.localAddresses().getFirst()).close();
        assertThat(server.counts().replied()).isEqualTo(received);
    }

    @ParameterizedTest
    @EnumSource(OverloadPolicy.class)
    void whatIsNotDoneAfterTheGraceIsCancelled(OverloadPolicy policy) throws Exception {
        var server = UdpServer.builder()
                .inTasks(2, 10, policy)
                .listen("127.0.0.1:0", this::handle)
                .start();
        for (int i = 0; i < 5; i++) {
            send(server, i);
        }
        Eventually.holds("two run", () -> entered.get() == 2 && server.counts().received() == 5);
        assertThat(server.drain(Duration.ofMillis(1))).isEqualTo(5);
        assertThat(entered).hasValue(2);
        assertThat(server.counts().dropped(DropReason.CANCELLED)).isEqualTo(5);
        UdpSocket.bind(server.localAddresses().getFirst()).close();
        assertThat(server.drain(LONG)).isZero();
        server.close();
    }

    @Test
    void closeInterruptsAHandlerInTheLoop() throws Exception {
        try (var server =
                UdpServer.builder().listen("127.0.0.1:0", this::handle).start()) {
            send(server, 0);
            Eventually.holds("it is handled", () -> entered.get() == 1);
            server.close();
            assertThat(server.counts().dropped(DropReason.CANCELLED)).isEqualTo(1);
        }
    }

    /// An interrupt ends the grace period, and stays for the caller to see.
    @Test
    void interruptEndsTheGrace() throws Exception {
        var server = UdpServer.builder()
                .inTasks(1, 1, OverloadPolicy.DROP_NEWEST)
                .listen("127.0.0.1:0", this::handle)
                .start();
        send(server, 0);
        Eventually.holds("it is handled", () -> entered.get() == 1);
        Thread.currentThread().interrupt();
        assertThat(server.drain(LONG)).isEqualTo(1);
        assertThat(Thread.interrupted()).isTrue();
    }
}
