package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.DatagramError;
import dev.minato.testing.Able;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A socket that asks for them hears of the ICMP errors that its datagrams cause, without a peer, too, and
/// loses nothing by that. Loopback brings the error before the send returns.
@NetworkTest
class UdpReceiveErrorsTest {
    private static final boolean ABLE = Able.here().datagramErrors();

    private final ByteBuffer buffer = ByteBuffer.allocate(64);

    private interface Use {
        void of(UdpSocket socket) throws Exception;
    }

    /// Gives a socket that asks for errors to `use`, or checks that the platform refuses to.
    private static void withSocket(String bound, Use use) throws Exception {
        Able.orUnsupported(ABLE, () -> {
            try (var socket = UdpSocket.options().receiveErrors(true).bind(bound)) {
                socket.setReadTimeout(Eventually.PATIENCE);
                use.of(socket);
            }
        });
    }

    private static void withSocket(Use use) throws Exception {
        withSocket("127.0.0.1:0", use);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }

    /// An address of that host whose socket was just closed.
    private static SocketAddr nobody(String host) throws NetException {
        try (var closed = UdpSocket.bind(host, 0)) {
            return closed.localAddress();
        }
    }

    private static SocketAddr nobody() throws NetException {
        return nobody("127.0.0.1");
    }

    /// The last columns are how it looks in the family of the socket, and the type and code of "port
    /// unreachable".
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:0, 127.0.0.1, 127.0.0.1, 3, 3",
        "0.0.0.0:0, 127.0.0.2, 127.0.0.2, 3, 3",
        "[::1]:0, ::1, ::1, 1, 4",
        "[::]:0, ::1, ::1, 1, 4",
        "[::]:0, 127.0.0.1, ::ffff:127.0.0.1, 3, 3",
    })
    void refusalSaysWhereAndByWhom(String bound, String host, String seen, int type, int code) throws Exception {
        Loopback _ = host.contains(":") ? Loopback.IPV6 : Loopback.IPV4;
        withSocket(bound, socket -> {
            SocketAddr nobody = nobody(host);
            var receiver = SocketAddr.of(IpAddr.parse(seen), nobody.port());

            socket.sendTo(bytes(3), nobody);

            DatagramError error = errors(socket, 1).getFirst();
            assertThat(error.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
            assertThat(error.receiver()).isEqualTo(receiver);
            assertThat(error.reporter()).contains(receiver.ip());
            assertThat(error.mtu()).isEmpty();
            assertThat(error.type()).isEqualTo(type);
            assertThat(error.code()).isEqualTo(code);
            assertThat(socket.tryReceiveError()).isEmpty();
        });
    }

    @Test
    void receiveFailsWithTheErrorOnceAndItIsThereAsAValueToo() throws Exception {
        withSocket(socket -> {
            SocketAddr nobody = nobody();
            socket.sendTo(bytes(1), nobody);

            var failure = Expect.failure(
                    ErrorKind.CONNECTION_REFUSED, "receive", nobody, () -> socket.recvFrom(buffer, new Received()));

            assertThat(failure.detail()).contains("reported by 127.0.0.1");
            assertThat(socket.tryRecvFrom(buffer, new Received())).isFalse();
            assertThat(socket.tryReceiveError().orElseThrow().receiver()).isEqualTo(nobody);
            assertThat(socket.tryReceiveError()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void receiveThatWaitsIsToldOfIt(Threads threads) throws Exception {
        withSocket(socket -> {
            var call = threads.call(() -> socket.recvFrom(buffer)).awaitWaiting();
            socket.sendTo(bytes(1), nobody());
            assertThat(call.failure().kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);

            socket.sendTo(bytes(1), nobody());
            socket.awaitReadable();
            assertThat(socket.tryReceiveError()).isPresent();
        });
    }

    /// Without the option, a refusal that nobody has asked for would be told by the next send, which sends
    /// nothing.
    @Test
    void sendsAreMadeWhateverBecameOfTheOthers() throws Exception {
        withSocket(socket -> {
            try (var peer = UdpSocket.bind("127.0.0.1:0")) {
                var expected = new TreeSet<Integer>();
                for (int i = 1; i <= 50; i++) {
                    SocketAddr nobody = nobody();
                    socket.sendTo(bytes(1), nobody);
                    expected.add(nobody.port());
                    socket.sendTo(bytes(i), peer.localAddress());
                    assertThat(peer.recvFrom(buffer.clear()).length()).isEqualTo(i);
                }
                assertThat(portsOf(errors(socket, 50))).isEqualTo(expected);
            }
        });
    }

    @Test
    void batchIsSentWholeAndEachOfItsErrorsIsThere() throws Exception {
        withSocket(socket -> {
            try (var peer = UdpSocket.bind("127.0.0.1:0")) {
                var batch = new DatagramBatch(20, 16);
                var expected = new TreeSet<Integer>();
                for (int i = 0; i < 10; i++) {
                    SocketAddr nobody = nobody();
                    expected.add(nobody.port());
                    batch.add(bytes(1), nobody);
                    batch.add(bytes(i), peer.localAddress());
                }
                while (batch.unsent() > 0) {
                    socket.sendBatch(batch);
                }
                for (int i = 0; i < 10; i++) {
                    assertThat(peer.recvFrom(buffer.clear()).length()).isEqualTo(i);
                }
                assertThat(portsOf(errors(socket, 10))).isEqualTo(expected);
            }
        });
    }

    /// Edge-triggered epoll brings one event for all that is there.
    @Test
    void whatIsQueuedIsReceivedAllTheSame() throws Exception {
        withSocket(socket -> {
            try (var peer = UdpSocket.bind("127.0.0.1:0")) {
                for (int i = 1; i <= 5; i++) {
                    socket.awaitWritable();
                    socket.sendTo(bytes(1), nobody());
                    peer.sendTo(bytes(i), socket.localAddress());
                    socket.sendTo(bytes(1), nobody());
                }
                var lengths = new ArrayList<Integer>();
                int told = 0;
                while (lengths.size() < 5 || told < 10) {
                    try {
                        lengths.add(socket.recvFrom(buffer.clear()).length());
                    } catch (NetException e) {
                        assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
                        told++;
                    }
                }
                assertThat(lengths).containsExactly(1, 2, 3, 4, 5);
                assertThat(socket.tryRecvFrom(buffer.clear(), new Received())).isFalse();
            }
        });
    }

    @Test
    void batchIsReceivedAllTheSame() throws Exception {
        withSocket(socket -> {
            try (var peer = UdpSocket.bind("127.0.0.1:0")) {
                var batch = new DatagramBatch(8, 16);
                for (int i = 1; i <= 3; i++) {
                    peer.sendTo(bytes(i), socket.localAddress());
                }
                socket.sendTo(bytes(1), nobody());
                int received = 0;
                int told = 0;
                while (received < 3 || told < 1) {
                    try {
                        received += socket.recvBatch(batch);
                    } catch (NetException e) {
                        told++;
                    }
                }
                assertThat(socket.tryRecvBatch(batch)).isZero();
            }
        });
    }

    @Test
    void socketThatTakesBurstsAtOnceIsToldToo() throws Exception {
        withSocket(socket -> {
            try (var peer = UdpSocket.bind("127.0.0.1:0")) {
                socket.setReceiveCoalescing(true);
                socket.sendTo(bytes(1), nobody());
                peer.sendSegments(bytes(20), 10, socket.localAddress());
                socket.sendTo(bytes(1), nobody());
                int received = 0;
                int told = 0;
                while (received < 2 || told < 2) {
                    try {
                        assertThat(socket.recvFrom(buffer.clear()).length()).isEqualTo(10);
                        received++;
                    } catch (NetException e) {
                        assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
                        told++;
                    }
                }
                assertThat(socket.tryReceiveError()).isPresent();
            }
        });
    }

    /// Nobody takes the values: each error still costs one receive, and then a receive waits for its whole
    /// timeout.
    @Test
    void errorsThatNobodyTakesEndNoWaitTwice() throws Exception {
        withSocket(socket -> {
            for (int i = 0; i < 3; i++) {
                socket.sendTo(bytes(1), nobody());
            }
            for (int i = 0; i < 3; i++) {
                Expect.failure(ErrorKind.CONNECTION_REFUSED, () -> socket.recvFrom(buffer));
            }
            socket.setReadTimeout(Duration.ofMillis(20));
            Expect.failure(ErrorKind.TIMED_OUT, () -> socket.recvFrom(buffer));
            assertThat(socket.tryReceiveError()).isPresent();
            assertThat(socket.tryReceiveError()).isEmpty();
        });
    }

    @Test
    void connectedSocketHasThemToo() throws Exception {
        withSocket(socket -> {
            SocketAddr nobody = nobody();
            socket.connect(nobody);
            for (int i = 0; i < 5; i++) {
                socket.send(bytes(1));
            }
            assertThat(errors(socket, 5))
                    .allSatisfy(error -> assertThat(error.receiver()).isEqualTo(nobody));
        });
    }

    @Test
    void isSetAndUnsetForAllClones() throws Exception {
        withSocket(socket -> {
            try (var clone = socket.tryClone()) {
                assertThat(clone.receiveErrors()).isTrue();
                socket.sendTo(bytes(1), nobody());
                Expect.failure(ErrorKind.CONNECTION_REFUSED, () -> socket.recvFrom(buffer));
                clone.setReceiveErrors(false);
                assertThat(socket.tryReceiveError()).isEmpty();
                assertThat(socket.receiveErrors()).isFalse();
                socket.sendTo(bytes(1), nobody());
                assertThat(socket.tryReceiveError()).isEmpty();
                assertThat(socket.tryRecvFrom(buffer, new Received())).isFalse();
            }
        });
    }

    @Test
    void isOffByDefaultAndNotThereOnAClosedSocket() throws Exception {
        var socket = UdpSocket.bind("127.0.0.1:0");
        Able.orUnsupported(ABLE, () -> assertThat(socket.receiveErrors()).isFalse());
        Able.orUnsupported(ABLE, () -> assertThat(socket.tryReceiveError()).isEmpty());
        socket.close();
        Expect.failure(ErrorKind.CLOSED, "receive error", socket.localAddress(), socket::tryReceiveError);
    }

    /// So many, as they come.
    private static List<DatagramError> errors(UdpSocket socket, int count) throws NetException {
        var all = new ArrayList<DatagramError>();
        while (all.size() < count) {
            socket.awaitReadable();
            socket.tryReceiveError().ifPresent(all::add);
        }
        assertThat(socket.tryReceiveError()).isEmpty();
        return all;
    }

    private static TreeSet<Integer> portsOf(List<DatagramError> errors) {
        var ports = new TreeSet<Integer>();
        errors.forEach(error -> ports.add(error.receiver().port()));
        return ports;
    }
}
