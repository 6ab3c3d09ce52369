package dev.minato.services.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.net.Received;
import dev.minato.net.UdpSocket;
import dev.minato.server.UdpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The relay passes datagrams on both ways, and does to them what its conditions and its seed say.
@Timeout(60)
class LossyRelayTest {
    private static final SocketAddr ANY = SocketAddr.parse("127.0.0.1:0");
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    /// Fits into the buffer of a socket, so that the kernel drops none.
    private static final int COUNT = 100;

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static LossyRelay relay(SocketAddr server, NetworkConditions conditions, long seed) throws NetException {
        return LossyRelay.start(ANY, server, conditions, new SplittableRandom(seed));
    }

    private static UdpSocket client(SocketAddr address) throws NetException {
        var socket = UdpSocket.bind(ANY);
        socket.connect(address);
        return socket;
    }

    private static void awaitCounts(LossyRelay relay, Predicate<RelayCounts> arrived) {
        while (!arrived.test(relay.counts())) {
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    /// Either none is duplicated or all are, and each is counted as that between its two sends.
    private static boolean hasSettled(RelayCounts counts) {
        boolean duplicatesAreCounted = counts.duplicated() == 0 || counts.duplicated() == COUNT;
        return counts.received() == COUNT
                && duplicatesAreCounted
                && counts.lost() + counts.forwarded() == counts.received() + counts.duplicated();
    }

    @Test
    void aPerfectRelayChangesNothing() throws Exception {
        try (var echo = UdpServer.builder()
                        .listen(ANY, request -> request.reply(request.data()))
                        .start();
                var relay = relay(echo.localAddresses().getFirst(), NetworkConditions.PERFECT, 1);
                var client = client(relay.localAddress())) {
            var buffer = ByteBuffer.allocate(65_535);
            for (int length : List.of(1, 100, 1_400, 9_000, 65_507)) {
                byte[] sent = new byte[length];
                new SplittableRandom(length).nextBytes(sent);
                client.send(ByteBuffer.wrap(sent));
                int received = client.recv(buffer.clear());
                assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(sent));
                assertThat(received).isEqualTo(length);
            }
            // The last one is counted once its send has returned, and may be here before.
            awaitCounts(relay, counts -> counts.forwarded() == 10);
            assertThat(relay.counts()).isEqualTo(new RelayCounts(1, 10, 0, 0, 0, 10, 0, 0, 0));
        }
    }

    @Test
    void aDelayWithoutJitterKeepsTheOrder() throws Exception {
        var delay = new NetworkConditions(0, MILLISECOND, Duration.ZERO, 0, 0);
        assertThat(numbersReceived(delay, 1))
                .isEqualTo(IntStream.range(0, COUNT).boxed().toList());
    }

    @Test
    void theSeedDecidesWhichAreLost() throws Exception {
        var loss = new NetworkConditions(0.3, MILLISECOND, Duration.ZERO, 0, 0);
        List<Integer> received = numbersReceived(loss, 7);
        assertThat(received).hasSizeBetween(COUNT / 2, COUNT - COUNT / 10);
        assertThat(numbersReceived(loss, 7)).isEqualTo(received);
        assertThat(numbersReceived(loss, 8)).isNotEqualTo(received);
    }

    @Test
    void duplicatesComeTwice() throws Exception {
        var twice = new NetworkConditions(0, Duration.ZERO, Duration.ZERO, 0, 1);
        assertThat(numbersReceived(twice, 1))
                .isEqualTo(IntStream.range(0, 2 * COUNT).mapToObj(i -> i / 2).toList());
    }

    /// Those that are reordered are sent at once, and the others after a second: so they come first.
    @Test
    void whatIsReorderedOvertakes() throws Exception {
        var conditions = new NetworkConditions(0, Duration.ofSeconds(1), Duration.ZERO, 0.5, 0);
        List<Integer> received = numbersReceived(conditions, 1);
        assertThat(received).hasSize(COUNT).doesNotHaveDuplicates();
        int late = IntStream.range(1, COUNT)
                .filter(i -> received.get(i) < received.get(i - 1))
                .findFirst()
                .orElseThrow();
        assertThat(received.subList(0, late)).isSorted();
        assertThat(received.subList(late, COUNT)).isSorted().hasSizeGreaterThan(COUNT / 4);
    }

    /// A client's number decides, and not who else is there or how their datagrams mix.
    @Test
    void clientsHaveLinksOfTheirOwn() throws Exception {
        var loss = new NetworkConditions(0.5, Duration.ZERO, Duration.ZERO, 0, 0);
        try (var server = UdpSocket.bind(ANY);
                var relay = relay(server.localAddress(), loss, 3);
                var first = client(relay.localAddress());
                var second = client(relay.localAddress())) {
            send(first, 0);
            awaitCounts(relay, counts -> counts.received() == 1);
            for (int i = 1; i < COUNT; i++) {
                send(i % 2 == 0 ? first : second, i);
            }
            awaitCounts(relay, LossyRelayTest::hasSettled);
            List<Integer> evens = receive(server, relay.counts().forwarded()).stream()
                    .filter(i -> i % 2 == 0)
                    .map(i -> i / 2)
                    .toList();
            int half = (COUNT + 1) / 2;
            List<Integer> alone =
                    numbersReceived(loss, 3).stream().filter(i -> i < half).toList();
            assertThat(evens).isEqualTo(alone);
            assertThat(relay.counts().clients()).isEqualTo(2);
        }
    }

    /// Replies do not change what becomes of requests.
    @Test
    void directionsHaveLinksOfTheirOwn() throws Exception {
        var loss = new NetworkConditions(0.5, Duration.ZERO, Duration.ZERO, 0, 0);
        try (var server = UdpSocket.bind(ANY);
                var relay = relay(server.localAddress(), loss, 3);
                var client = client(relay.localAddress())) {
            var received = new ArrayList<Integer>();
            for (int i = 0; i < COUNT; i++) {
                long before = relay.counts().forwarded();
                long known = i + 1L + received.size();
                send(client, i);
                awaitCounts(relay, counts -> areSettled(counts, known));
                if (relay.counts().forwarded() > before) {
                    var buffer = ByteBuffer.allocate(4);
                    SocketAddr sender = server.recvFrom(buffer).sender();
                    received.add(buffer.flip().getInt(0));
                    server.sendTo(buffer, sender);
                    awaitCounts(relay, counts -> areSettled(counts, known + 1));
                }
            }
            assertThat(received).isEqualTo(numbersReceived(loss, 3));
        }
    }

    private static boolean areSettled(RelayCounts counts, long received) {
        return counts.received() == received && counts.lost() + counts.forwarded() == received;
    }

    @Test
    void aServerThatIsGoneEndsNothing() throws Exception {
        SocketAddr nobody;
        try (var closed = UdpSocket.bind(ANY)) {
            nobody = closed.localAddress();
        }
        try (var relay = relay(nobody, NetworkConditions.PERFECT, 1);
                var client = client(relay.localAddress())) {
            for (int i = 0; i < 20; i++) {
                send(client, i);
            }
            awaitCounts(relay, counts -> counts.received() == 20 && counts.forwarded() + counts.failed() == 20);
            try (var server = UdpSocket.bind(nobody)) {
                var buffer = ByteBuffer.allocate(4);
                var from = new Received();
                // An ICMP error of the last one may be told to the next.
                for (int i = 0; !server.tryRecvFrom(buffer.clear(), from); i++) {
                    send(client, i);
                    long expected = 21 + i;
                    awaitCounts(relay, counts -> counts.forwarded() + counts.failed() == expected);
                }
                server.sendTo(buffer.flip(), from.sender());
                assertThat(client.recv(ByteBuffer.allocate(4))).isEqualTo(4);
            }
        }
    }

    /// A broadcast address, which no socket may be connected to without asking for it.
    @Test
    void aServerThatCannotBeConnectedToCostsNoDescriptors() throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "needs /proc/self/fd, to count descriptors");
        try (var relay = relay(SocketAddr.parse("255.255.255.255:9"), NetworkConditions.PERFECT, 1);
                var client = client(relay.localAddress())) {
            send(client, 0);
            awaitCounts(relay, counts -> counts.refused() == 1);
            long before = descriptors();
            for (int i = 1; i < COUNT; i++) {
                send(client, i);
            }
            awaitCounts(relay, counts -> counts.refused() == COUNT);
            assertThat(descriptors()).isLessThan(before + COUNT / 2);
        }
    }

    private static long descriptors() throws IOException {
        try (var entries = Files.list(DESCRIPTORS)) {
            return entries.count();
        }
    }

    private static List<Integer> numbersReceived(NetworkConditions conditions, long seed) throws NetException {
        try (var server = UdpSocket.bind(ANY);
                var relay = relay(server.localAddress(), conditions, seed);
                var client = client(relay.localAddress())) {
            for (int i = 0; i < COUNT; i++) {
                send(client, i);
            }
            awaitCounts(relay, LossyRelayTest::hasSettled);
            return receive(server, relay.counts().forwarded());
        }
    }

    private static void send(UdpSocket client, int number) throws NetException {
        client.send(ByteBuffer.allocate(4).putInt(number).flip());
    }

    private static List<Integer> receive(UdpSocket server, long count) throws NetException {
        var numbers = new ArrayList<Integer>();
        var buffer = ByteBuffer.allocate(4);
        while (numbers.size() < count) {
            server.recvFrom(buffer.clear());
            numbers.add(buffer.flip().getInt());
        }
        return numbers;
    }
}
