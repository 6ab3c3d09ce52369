package dev.minato.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A UDP server receives, has each datagram handled, and sends the replies; what it drops it counts.
@NetworkTest
class UdpServerTest {
    private static final UdpHandler ECHO =
            request -> assertThat(request.reply(request.data())).isTrue();

    private UdpSocket client;

    @BeforeEach
    void open() throws NetException {
        client = UdpSocket.bind("127.0.0.1:0");
        client.setReadTimeout(Eventually.PATIENCE);
    }

    @AfterEach
    void close() throws NetException {
        client.close();
    }

    private static SocketAddr address(UdpServer server) {
        return server.localAddresses().getFirst();
    }

    private void send(UdpServer server, String text) throws NetException {
        client.sendTo(ByteBuffer.wrap(text.getBytes(US_ASCII)), address(server));
    }

    private String receive() throws NetException {
        var buffer = ByteBuffer.allocate(65_535);
        client.recvFrom(buffer);
        return US_ASCII.decode(buffer.flip()).toString();
    }

    private String ask(UdpServer server, String text) throws NetException {
        send(server, text);
        return receive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eachDatagramIsHandledAndAnswered(boolean inTasks) throws Exception {
        UdpServerBuilder builder = UdpServer.builder().listen("127.0.0.1:0", ECHO);
        if (inTasks) {
            builder.inTasks(3, 1000, OverloadPolicy.DROP_NEWEST);
        }
        try (var server = builder.start()) {
            assertThat(ask(server, "")).isEmpty();
            assertThat(ask(server, "x".repeat(65_507))).isEqualTo("x".repeat(65_507));
            var expected = new TreeSet<String>();
            var answers = new TreeSet<String>();
            for (int i = 0; i < 100; i++) {
                send(server, "n" + i);
                expected.add("n" + i);
            }
            for (int i = 0; i < 100; i++) {
                answers.add(receive());
            }
            assertThat(answers).isEqualTo(expected);
            Eventually.holds("all are counted", () -> server.counts().replied() == 102);
            assertThat(server.counts().received()).isEqualTo(102);
            assertThat(server.counts().dropped())
                    .allSatisfy((_, count) -> assertThat(count).isZero());
        }
    }

    @Test
    void eachAddressHasItsHandler() throws Exception {
        var socket = UdpSocket.options().receiveBufferSize(1 << 18).bind("127.0.0.1:0");
        SocketAddr third = socket.localAddress();
        try (var server = UdpServer.builder()
                .listen("127.0.0.1:0", ECHO)
                .listen(
                        "[::1]:0",
                        request -> request.reply(
                                request.replyBuffer().put((byte) '6').flip()))
                .listen(
                        "third",
                        socket,
                        request -> request.reply(
                                request.replyBuffer().put((byte) '3').flip()))
                .start()) {
            assertThat(server.localAddresses()).hasSize(3).endsWith(third);
            assertThat(ask(server, "x")).isEqualTo("x");
            client.sendTo(ByteBuffer.allocate(1), third);
            assertThat(receive()).isEqualTo("3");
            try (var other = UdpSocket.bind("[::1]:0")) {
                other.setReadTimeout(Eventually.PATIENCE);
                other.sendTo(ByteBuffer.allocate(1), server.localAddresses().get(1));
                var buffer = ByteBuffer.allocate(10);
                other.recvFrom(buffer);
                assertThat(buffer.get(0)).isEqualTo((byte) '6');
            }
        }
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void whatItTookOverIsClosedIfItCannotStart() throws Exception {
        var socket = UdpSocket.bind("127.0.0.1:0");
        var builder = UdpServer.builder()
                .listen("one", socket, ECHO)
                .listen("two", client.localAddress().toString(), ECHO);
        Expect.failure(ErrorKind.ADDRESS_IN_USE, builder::start);
        assertThat(socket.isOpen()).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> UdpServer.builder().start());
    }

    @Test
    void aRequestHasNoReplyOrMoreThanABatchHolds() throws Exception {
        try (var server = UdpServer.builder()
                .batch(2)
                .listen("127.0.0.1:0", request -> {
                    int replies = request.data().get();
                    for (int i = 0; i < replies; i++) {
                        assertThat(request.reply(request.replyBuffer()
                                        .put((byte) ('a' + i))
                                        .flip()))
                                .isTrue();
                    }
                })
                .start()) {
            send(server, "\0");
            send(server, "\7");
            assertThat(IntStream.range(0, 7).mapToObj(_ -> received()).toList())
                    .containsExactly("a", "b", "c", "d", "e", "f", "g");
            send(server, "\1");
            assertThat(receive()).isEqualTo("a");
        }
    }

    private String received() {
        try {
            return receive();
        } catch (NetException e) {
            throw new AssertionError(e);
        }
    }

    private static void fail(UdpRequest request) throws Exception {
        switch (US_ASCII.decode(request.data().duplicate()).toString()) {
            case "exception" -> throw new Exception("as asked");
            case "memory" -> throw new OutOfMemoryError("as asked");
            case "stack" -> fail(request);
            case "interrupt" -> Thread.currentThread().interrupt();
            default -> assertThat(request.reply(request.data())).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlerThatFailsLosesItsDatagramOnly(boolean inTasks) throws Exception {
        UdpServerBuilder builder = UdpServer.builder().listen("failing", "127.0.0.1:0", UdpServerTest::fail);
        if (inTasks) {
            builder.inTasks(1, 100, OverloadPolicy.DROP_NEWEST);
        }
        try (var server = builder.start()) {
            for (String failure : List.of("exception", "memory", "stack", "interrupt")) {
                send(server, failure);
                assertThat(ask(server, "after " + failure)).isEqualTo("after " + failure);
            }
            assertThat(server.counts().dropped(DropReason.HANDLER_FAILED)).isEqualTo(3);
        }
    }

    @Test
    void truncatedDatagramsAreCountedAndHandedOverOnlyIfAsked() throws Exception {
        try (var server =
                UdpServer.builder().maxDatagram(4).listen("127.0.0.1:0", ECHO).start()) {
            send(server, "12345");
            assertThat(ask(server, "1234")).isEqualTo("1234");
            assertThat(server.counts().dropped(DropReason.TRUNCATED)).isEqualTo(1);
        }
        var lengths = new ArrayList<Integer>();
        try (var server = UdpServer.builder()
                .maxDatagram(4)
                .acceptTruncated(true)
                .listen("127.0.0.1:0", request -> {
                    lengths.add(request.realLength());
                    assertThat(request.truncated()).isTrue();
                    ECHO.handle(request);
                })
                .start()) {
            assertThat(ask(server, "12345")).isEqualTo("1234");
            assertThat(lengths).containsExactly(5);
        }
    }

    /// A connected client hears only what comes from where it asked.
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:0, 127.0.0.1, false", "0.0.0.0:0, 127.0.0.2, false", "0.0.0.0:0, 127.0.0.2, true",
        "[::]:0, 127.0.0.2, false", "[::]:0, ::1, false", "[::]:0, ::1, true"
    })
    void repliesComeFromTheAddressThatWasAsked(String bound, String asked, boolean inTasks) throws Exception {
        boolean able = Platform.current().capabilities().datagramDestination();
        UdpServerBuilder builder = UdpServer.builder().listen(bound, request -> {
            assertThat(request.localAddress().isPresent()).isEqualTo(able);
            ECHO.handle(request);
        });
        if (inTasks) {
            builder.inTasks(1, 1, OverloadPolicy.DROP_NEWEST);
        }
        try (var server = builder.start();
                var other = UdpSocket.bind(asked.contains(":") ? "[::1]:0" : "127.0.0.1:0")) {
            other.setReadTimeout(Eventually.PATIENCE);
            var to = SocketAddr.of(IpAddr.parse(asked), address(server).port());
            other.sendTo(ByteBuffer.allocate(1), to);
            SocketAddr from = other.recvFrom(ByteBuffer.allocate(1)).sender();
            if (able) {
                assertThat(from).isEqualTo(to);
            } else {
                assertThat(from.port()).isEqualTo(to.port());
            }
        }
    }

    /// A server at all of the machine's IPv4 addresses leaves its port free for a client at the IPv6 one,
    /// which then looks as if it were the server.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theServerDoesNotAnswerItself(boolean guarded) throws Exception {
        try (var server = UdpServer.builder()
                .listen("0.0.0.0:0", ECHO)
                .listen("[::1]:0", request -> request.reply(request.data()))
                .reflectionGuard(guarded)
                .start()) {
            try (var lookalike = UdpSocket.bind("::1", address(server).port())) {
                lookalike.sendTo(ByteBuffer.allocate(1), server.localAddresses().get(1));
                Eventually.holds(
                        "the reply",
                        () -> server.counts().replied() + server.counts().dropped(DropReason.REFLECTION) == 1);
                assertThat(server.counts().dropped(DropReason.REFLECTION)).isEqualTo(guarded ? 1 : 0);
                assertThat(lookalike.tryRecvFrom(ByteBuffer.allocate(1), new Received()))
                        .isEqualTo(!guarded);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void peersGetSoManyRepliesASecond(boolean inTasks) throws Exception {
        var handled = new AtomicInteger();
        UdpServerBuilder builder = UdpServer.builder().maxRepliesPerPeer(3).listen("127.0.0.1:0", request -> {
            handled.incrementAndGet();
            boolean _ = request.reply(request.data());
        });
        if (inTasks) {
            builder.inTasks(1, 1000, OverloadPolicy.DROP_NEWEST);
        }
        try (var server = builder.start()) {
            // The second may end in between: they get the replies of two at most.
            for (int i = 0; i < 10; i++) {
                send(server, "x");
            }
            Eventually.holds("all are handled", () -> handled.get() == 10);
            Eventually.holds(
                    "all are counted",
                    () -> server.counts().replied() + server.counts().dropped(DropReason.RATE_LIMITED) == 10);
            assertThat(server.counts().replied()).isBetween(3L, 6L);
        }
    }

    /// IPv4 carries 65,507 bytes; the replies behind one that is longer still go.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void replyThatCannotBeSentIsCounted(boolean inTasks) throws Exception {
        UdpServerBuilder builder = UdpServer.builder().listen("127.0.0.1:0", request -> {
            boolean sent = request.reply(ByteBuffer.allocate(65_508));
            assertThat(sent).isEqualTo(!inTasks);
            ECHO.handle(request);
        });
        if (inTasks) {
            builder.inTasks(1, 1, OverloadPolicy.DROP_NEWEST);
        }
        try (var server = builder.start()) {
            assertThat(ask(server, "x")).isEqualTo("x");
            assertThat(server.counts().dropped(DropReason.SEND_FAILED)).isEqualTo(1);
        }
    }

    @Test
    void replyThatIsTooLongIsRefused() throws Exception {
        try (var server = UdpServer.builder()
                .maxDatagram(10)
                .listen("127.0.0.1:0", request -> {
                    Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> request.reply(ByteBuffer.allocate(11)));
                    ECHO.handle(request);
                })
                .start()) {
            assertThat(ask(server, "x")).isEqualTo("x");
        }
    }

    @Test
    void serverGoesOnWhenItsRepliesFindNobody() throws Exception {
        try (var server = UdpServer.builder().listen("127.0.0.1:0", ECHO).start()) {
            for (int i = 0; i < 20; i++) {
                try (var gone = UdpSocket.bind("127.0.0.1:0")) {
                    gone.sendTo(ByteBuffer.allocate(1), address(server));
                }
            }
            assertThat(ask(server, "still there")).isEqualTo("still there");
        }
    }
}
