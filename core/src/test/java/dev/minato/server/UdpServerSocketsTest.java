package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.UdpSocket;
import dev.minato.testing.Able;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A UDP server on several sockets of one port is one server: the load is spread, and nothing else is
/// different.
@NetworkTest
class UdpServerSocketsTest {
    private static final int CLIENTS = 64;

    /// Bytes of a datagram of which a receive buffer has room for few.
    private static final int LONG = 30_000;

    private static final UdpHandler ECHO =
            request -> assertThat(request.reply(request.data())).isTrue();

    private final List<UdpSocket> clients = new ArrayList<>();

    @BeforeEach
    void open() throws NetException {
        for (int i = 0; i < CLIENTS; i++) {
            var client = UdpSocket.bind("127.0.0.1:0");
            client.setReadTimeout(Eventually.PATIENCE);
            clients.add(client);
        }
    }

    @AfterEach
    void close() throws NetException {
        for (UdpSocket client : clients) {
            client.close();
        }
    }

    private static SocketAddr address(UdpServer server) {
        return server.localAddresses().getFirst();
    }

    private void sendAll(UdpServer server) throws NetException {
        for (UdpSocket client : clients) {
            client.sendTo(ByteBuffer.allocate(4).putInt(0, client.localAddress().port()), address(server));
        }
    }

    private void expectAnswers() throws NetException {
        for (UdpSocket client : clients) {
            var buffer = ByteBuffer.allocate(4);
            client.recvFrom(buffer);
            assertThat(buffer.getInt(0)).isEqualTo(client.localAddress().port());
        }
    }

    @Test
    void sendersAreSpreadAndEachStaysWhereItIs() throws Exception {
        Map<SocketAddr, Set<Thread>> loops = new ConcurrentHashMap<>();
        try (var server = UdpServer.builder()
                .sockets(4)
                .listen("127.0.0.1:0", request -> {
                    loops.computeIfAbsent(request.sender(), _ -> ConcurrentHashMap.newKeySet())
                            .add(Thread.currentThread());
                    ECHO.handle(request);
                })
                .start()) {
            assertThat(server.localAddresses()).hasSize(1);
            for (int round = 0; round < 3; round++) {
                sendAll(server);
                expectAnswers();
            }
            assertThat(loops)
                    .hasSize(CLIENTS)
                    .allSatisfy((_, loop) -> assertThat(loop).hasSize(1));
            var all = ConcurrentHashMap.<Thread>newKeySet();
            loops.values().forEach(all::addAll);
            assertThat(all).hasSizeBetween(2, 4);
            Eventually.holds("all are counted", () -> server.counts().replied() == 3 * CLIENTS);
            assertThat(server.counts().received()).isEqualTo(3 * CLIENTS);
            assertThat(server.counts().lost()).isZero();
        }
    }

    @Test
    void boundsOfTasksAreThoseOfAllTogether() throws Exception {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new CountDownLatch(1);
        try (var server = UdpServer.builder()
                .sockets(4)
                .inTasks(2, 3, OverloadPolicy.DROP_NEWEST)
                .listen("127.0.0.1:0", request -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    go.await();
                    running.decrementAndGet();
                    ECHO.handle(request);
                })
                .start()) {
            sendAll(server);
            Eventually.holds("all have come", () -> server.counts().received() == CLIENTS);
            Eventually.holds("as many run as may", () -> running.get() == 2);
            Eventually.holds(
                    "the others have no room", () -> server.counts().dropped(DropReason.OVERLOADED) >= CLIENTS - 2 - 3);
            go.countDown();
            Eventually.holds(
                    "the rest is done",
                    () -> server.counts().replied() + server.counts().dropped(DropReason.OVERLOADED) == CLIENTS);
            assertThat(most).hasValue(2);
        }
    }

    /// Handlers hold all loops up until more has come than the kernel has room for.
    @Test
    void lossesOfAllSocketsAreCounted() throws Exception {
        assumeThat(Able.here().droppedDatagrams())
                .as("a platform that counts them")
                .isTrue();
        int rounds = 20;
        var go = new CountDownLatch(1);
        try (var server = UdpServer.builder()
                .sockets(4)
                .listen("127.0.0.1:0", _ -> go.await())
                .start()) {
            for (int round = 0; round < rounds; round++) {
                for (UdpSocket client : clients) {
                    client.sendTo(ByteBuffer.allocate(LONG), address(server));
                }
            }
            assertThat(server.counts().lost()).isPositive();
            go.countDown();
            Eventually.holds(
                    "each is received or lost",
                    () -> server.counts().received() + server.counts().lost() == CLIENTS * rounds);
        }
    }

    @Test
    void drainFinishesWhatWasReceivedByAnyAndFreesThePort() throws Exception {
        var go = new CountDownLatch(1);
        var server = UdpServer.builder()
                .sockets(4)
                .inTasks(8, 1000, OverloadPolicy.DROP_NEWEST)
                .listen("127.0.0.1:0", request -> {
                    go.await();
                    ECHO.handle(request);
                })
                .start();
        SocketAddr address = address(server);
        sendAll(server);
        Eventually.holds("all have come", () -> server.counts().received() == CLIENTS);
        go.countDown();
        assertThat(server.drain(Eventually.PATIENCE)).isZero();
        expectAnswers();
        assertThat(server.counts().replied()).isEqualTo(CLIENTS);
        UdpSocket.bind(address).close();
    }

    @Test
    void handlersInTheLoopsFinishAtADrainToo() throws Exception {
        var server = UdpServer.builder().sockets(3).listen("127.0.0.1:0", ECHO).start();
        SocketAddr address = address(server);
        sendAll(server);
        Eventually.holds("all have come", () -> server.counts().received() == CLIENTS);
        assertThat(server.drain(Eventually.PATIENCE)).isZero();
        expectAnswers();
        UdpSocket.bind(address).close();
    }

    @Test
    void socketThatIsTakenOverStaysAlone() throws Exception {
        try (var server = UdpServer.builder()
                .sockets(4)
                .listen("taken over", UdpSocket.bind("127.0.0.1:0"), ECHO)
                .listen("127.0.0.1:0", ECHO)
                .start()) {
            assertThat(server.localAddresses()).hasSize(2);
            sendAll(server);
            expectAnswers();
            var taken = address(server);
            Expect.failure(
                    ErrorKind.ADDRESS_IN_USE,
                    "bind",
                    taken,
                    () -> UdpSocket.options().reusePort(true).bind(taken));
        }
    }

    @Test
    void portOfAnotherIsInUseAndNothingStaysOpen() throws Exception {
        try (var other = UdpSocket.bind("127.0.0.1:0")) {
            var builder = UdpServer.builder().sockets(2).listen(other.localAddress(), ECHO);
            Expect.failure(ErrorKind.ADDRESS_IN_USE, "bind", other.localAddress(), builder::start);
        }
    }

    @Test
    void thereIsAtLeastOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UdpServer.builder().sockets(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UdpServer.builder().sockets(1025));
    }
}
