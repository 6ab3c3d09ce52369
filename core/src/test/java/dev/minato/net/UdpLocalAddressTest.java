package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A socket that is bound to all addresses learns which of them a datagram was sent to, and sends from it.
@NetworkTest
class UdpLocalAddressTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final boolean ABLE = Able.here().datagramDestination();

    private interface Use {
        void of(UdpSocket server) throws Exception;
    }

    /// Gives a server that asks for local addresses to `use`, or checks that the platform refuses to.
    private static void withServer(String bindTo, Use use) throws Exception {
        Able.orUnsupported(ABLE, () -> {
            try (var server = UdpSocket.options().receiveLocalAddress(true).bind(bindTo)) {
                server.setReadTimeout(LONG);
                use.of(server);
            }
        });
    }

    private static SocketAddr at(String ip, UdpSocket server) {
        return SocketAddr.of(IpAddr.parse(ip), server.localAddress().port());
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }

    /// A connected client hears its answer only if it comes from where it asked. The first column is what the
    /// server is bound to, the last how the address looks in its family.
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:0, 127.0.0.1, 127.0.0.1",
        "0.0.0.0:0, 127.0.0.2, 127.0.0.2",
        "0.0.0.0:0, 127.9.9.9, 127.9.9.9",
        "127.0.0.2:0, 127.0.0.2, 127.0.0.2",
        "[::]:0, ::1, ::1",
        "[::]:0, 127.0.0.1, ::ffff:127.0.0.1",
        "[::]:0, 127.0.0.2, ::ffff:127.0.0.2",
        "[::1]:0, ::1, ::1",
    })
    void answerComesFromTheAddressThatWasAsked(String bound, String asked, String seen) throws Exception {
        Loopback family = asked.contains(":") ? Loopback.IPV6 : Loopback.IPV4;
        withServer(bound, server -> {
            try (var client = UdpSocket.bind(family.any())) {
                client.setReadTimeout(LONG);
                client.connect(at(asked, server));
                for (int length : new int[] {0, 3, 5000, 60_000}) {
                    client.send(bytes(length));
                    var received = server.recvFrom(bytes(65_535));
                    assertThat(received.length()).isEqualTo(length);
                    assertThat(received.localAddress()).contains(at(seen, server));

                    var from = received.localAddress().orElseThrow();
                    server.sendTo(bytes(length), received.sender(), from);
                    assertThat(client.recv(bytes(65_535))).isEqualTo(length);
                }
            }
        });
    }

    @Test
    void peekAndTryAndDirectBuffersSayItToo() throws Exception {
        withServer("0.0.0.0:0", server -> {
            try (var client = UdpSocket.bind(Loopback.IPV4.any())) {
                client.sendTo(bytes(9), at("127.0.0.2", server));
                var direct = ByteBuffer.allocateDirect(4);
                server.awaitReadable(LONG);
                var received = server.peekFrom(direct);
                assertThat(received.localAddress()).contains(at("127.0.0.2", server));
                assertThat(received.toString()).startsWith("4 of 9 bytes");

                var again = new Received();
                assertThat(server.tryRecvFrom(direct.clear(), again)).isTrue();
                assertThat(again.localAddress()).contains(at("127.0.0.2", server));
                assertThat(again.truncated()).isTrue();
                assertThat(server.tryRecvFrom(direct.clear(), again)).isFalse();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", "[::]:0"})
    void batchIsAnsweredEachFromItsAddress(String bound) throws Exception {
        withServer(bound, server -> {
            try (var one = UdpSocket.bind("127.0.0.1:0");
                    var two = UdpSocket.bind("127.0.0.1:0")) {
                one.connect(at("127.0.0.1", server));
                two.connect(at("127.0.0.2", server));
                one.setReadTimeout(LONG);
                two.setReadTimeout(LONG);
                one.send(bytes(1));
                two.send(bytes(2));
                var batch = new DatagramBatch(4, 16);
                for (int answered = 0; answered < 2; ) {
                    int count = server.recvBatch(batch);
                    for (int i = 0; i < count; i++) {
                        var asked = batch.localAddress(i).orElseThrow().ip().toCanonical();
                        assertThat(asked).isEqualTo(IpAddr.parse("127.0.0." + batch.length(i)));
                    }
                    assertThat(server.sendBatch(batch)).isEqualTo(count);
                    answered += count;
                }
                assertThat(one.recv(bytes(8))).isEqualTo(1);
                assertThat(two.recv(bytes(8))).isEqualTo(2);

                batch.clear();
                batch.add(bytes(5), two.localAddress(), at("127.0.0.2", server));
                batch.add(bytes(6), one.localAddress());
                assertThat(batch.localAddress(0)).contains(at("127.0.0.2", server));
                assertThat(batch.localAddress(1)).isEmpty();
                assertThat(server.sendBatch(batch)).isEqualTo(2);
                assertThat(two.recv(bytes(8))).isEqualTo(5);
            }
        });
    }

    /// A batch that was used by a socket that asks leaves nothing behind for one that does not.
    @Test
    void batchOfASocketThatDoesNotAskHasNone() throws Exception {
        var batch = new DatagramBatch(2, 16);
        withServer("0.0.0.0:0", server -> {
            server.sendTo(bytes(1), at("127.0.0.2", server));
            server.recvBatch(batch);
            assertThat(batch.localAddress(0)).contains(at("127.0.0.2", server));
        });
        try (var plain = UdpSocket.bind("0.0.0.0:0")) {
            plain.sendTo(bytes(1), at("127.0.0.2", plain));
            assertThat(plain.recvBatch(batch)).isEqualTo(1);
            assertThat(batch.localAddress(0)).isEmpty();
        }
    }

    @Test
    void isEmptyWithoutTheOption() throws NetException {
        try (var socket = UdpSocket.bind("0.0.0.0:0")) {
            socket.sendTo(bytes(1), at("127.0.0.2", socket));
            assertThat(socket.recvFrom(bytes(8)).localAddress()).isEmpty();
        }
        assertThat(new Received().localAddress()).isEmpty();
    }

    @Test
    void isSetAndUnsetForAllClones() throws Exception {
        try (var socket = UdpSocket.bind("0.0.0.0:0");
                var clone = socket.tryClone()) {
            Able.orUnsupported(ABLE, () -> socket.setReceiveLocalAddress(true));
            if (ABLE) {
                assertThat(clone.receiveLocalAddress()).isTrue();
                socket.sendTo(bytes(1), at("127.0.0.2", socket));
                assertThat(clone.recvFrom(bytes(8)).localAddress()).contains(at("127.0.0.2", socket));
                clone.setReceiveLocalAddress(false);
                assertThat(socket.receiveLocalAddress()).isFalse();
                socket.sendTo(bytes(1), at("127.0.0.2", socket));
                assertThat(socket.recvFrom(bytes(8)).localAddress()).isEmpty();
            } else {
                Expect.failure(ErrorKind.UNSUPPORTED, socket::receiveLocalAddress);
            }
        }
    }

    /// What everybody gets was sent to no address of one machine.
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", "[::]:0"})
    void broadcastHasNone(String bound) throws Exception {
        withServer(bound, server -> {
            try (var client = UdpSocket.options().broadcast(true).bind("127.0.0.1:0")) {
                client.sendTo(bytes(7), at("127.255.255.255", server));
                var received = server.recvFrom(bytes(8));
                assertThat(received.length()).isEqualTo(7);
                assertThat(received.localAddress()).isEmpty();
            }
        });
    }

    /// The own address, and an unspecified one, can be said on every platform.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "0.0.0.0:0", "[::]:0", "[::1]:0"})
    void ownAddressIsAlwaysAllowed(String bound) throws NetException {
        try (var socket = UdpSocket.bind(bound);
                var peer = UdpSocket.bind(socket.localAddress().isIpv6() ? "[::1]:0" : "127.0.0.1:0")) {
            socket.sendTo(bytes(4), peer.localAddress(), socket.localAddress());
            assertThat(peer.recvFrom(bytes(8)).length()).isEqualTo(4);
        }
    }

    @Test
    void anotherPortIsRefused() throws NetException {
        try (var socket = UdpSocket.bind("0.0.0.0:0")) {
            int port = socket.localAddress().port() ^ 1;
            var to = at("127.0.0.1", socket);
            var from = SocketAddr.of(IpAddr.parse("127.0.0.1"), port);
            Expect.failure(ErrorKind.INVALID_INPUT, "send", to, () -> socket.sendTo(bytes(1), to, from));
            Expect.failure(ErrorKind.INVALID_INPUT, "send", to, () -> socket.trySendTo(bytes(1), to, from));
            var batch = new DatagramBatch(1, 8);
            batch.add(bytes(1), to, from);
            Expect.failure(ErrorKind.INVALID_INPUT, "send", to, () -> socket.sendBatch(batch));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", "[::]:0"})
    void addressThatIsNotOfThisMachineIsRefused(String bound) throws NetException {
        try (var socket = UdpSocket.bind(bound)) {
            var to = at("127.0.0.1", socket);
            assertThatThrownBy(() -> socket.sendTo(bytes(1), to, at("192.0.2.77", socket)))
                    .isInstanceOfSatisfying(NetException.class, e -> {
                        if (ABLE) {
                            // By the route to it that the kernel finds, or does not.
                            assertThat(e.kind()).isIn(ErrorKind.INVALID_INPUT, ErrorKind.NETWORK_UNREACHABLE);
                        } else {
                            assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
                        }
                    });
        }
    }

    @Test
    void addressOfTheOtherFamilyIsRefused() throws NetException {
        try (var socket = UdpSocket.bind("0.0.0.0:0")) {
            var to = at("127.0.0.1", socket);
            Expect.failure(
                    ABLE ? ErrorKind.ADDRESS_FAMILY_UNSUPPORTED : ErrorKind.UNSUPPORTED,
                    "send",
                    to,
                    () -> socket.sendTo(bytes(1), to, at("::1", socket)));
        }
    }

    @Test
    void closedSocketSendsFromNowhere() throws NetException {
        var socket = UdpSocket.bind("0.0.0.0:0");
        var to = at("127.0.0.1", socket);
        socket.close();
        assertThatThrownBy(() -> socket.sendTo(bytes(1), to, to))
                .isInstanceOfSatisfying(
                        NetException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED));
    }

    @Test
    void allocatesNothing() throws Exception {
        withServer("0.0.0.0:0", server -> {
            try (var client = UdpSocket.bind("127.0.0.1:0")) {
                client.connect(at("127.0.0.2", server));
                client.awaitWritable();
                server.awaitWritable();
                var buffer = ByteBuffer.allocateDirect(64);
                var received = new Received();
                var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long least = Long.MAX_VALUE;
                for (int round = 0; round < 12 && least > 0; round++) {
                    long before = thread.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < 20_000; i++) {
                        client.send(buffer.clear());
                        server.recvFrom(buffer.clear(), received);
                        var from = received.localAddress().orElseThrow();
                        server.sendTo(buffer.flip(), received.sender(), from);
                        client.recv(buffer.clear());
                    }
                    least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / 20_000);
                }
                assertThat(least).as("bytes a round trip").isLessThanOrEqualTo(8);
            }
        });
    }
}
