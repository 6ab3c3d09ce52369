package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Able;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What many tasks that are ready at the same time send, each on its socket, arrives as it was sent, and each
/// is told what became of its own.
@NetworkTest
class DatagramsOfManyTasksTest {
    private static final int MANY = 300;
    private static final int LARGEST = 6_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// What one of the tasks does with its socket once all are ready.
    @FunctionalInterface
    private interface Part {
        void play(int number, UdpSocket socket) throws Exception;
    }

    /// Has each task wait on its socket, with the others where their parent runs, until it is told to go on.
    private static void atOnce(Loopback family, Part part) throws Exception {
        Tasks.spawn(() -> {
                    var sockets = new ArrayList<UdpSocket>();
                    var begun = new AtomicInteger();
                    try (var group = new TaskGroup();
                            var caller = bound(family)) {
                        for (int i = 0; i < MANY; i++) {
                            int number = i;
                            UdpSocket socket = bound(family);
                            sockets.add(socket);
                            group.spawn(() -> {
                                begun.incrementAndGet();
                                socket.recvFrom(ByteBuffer.allocate(1));
                                part.play(number, socket);
                            });
                        }
                        Eventually.holds("all wait", () -> begun.get() == MANY);
                        for (UdpSocket socket : sockets) {
                            caller.sendTo(ByteBuffer.allocate(1), socket.localAddress());
                        }
                        group.join();
                    } finally {
                        for (UdpSocket socket : sockets) {
                            socket.close();
                        }
                    }
                })
                .join();
    }

    private static UdpSocket bound(Loopback family) throws NetException {
        UdpSocket socket = UdpSocket.bind(family.any());
        socket.setReadTimeout(PATIENCE);
        return socket;
    }

    /// From none to more than is copied for the sake of a shared system call.
    private static ByteBuffer bytes(int number) {
        var bytes = ByteBuffer.allocate(number * 37 % LARGEST);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (number * 31 + bytes.position()));
        }
        return bytes.flip();
    }

    @ParameterizedTest
    @EnumSource
    void eachArrivesWholeAndFromItsSender(Loopback family) throws Exception {
        atOnce(family, (number, socket) -> {
            try (var peer = bound(family)) {
                socket.sendTo(bytes(number), peer.localAddress());
                assertArrived(number, socket, peer);
                if (number > 0 || Able.here().sendsEmptyWhenConnected()) {
                    socket.connect(peer.localAddress());
                    socket.send(bytes(number));
                    assertArrived(number, socket, peer);
                }
            }
        });
    }

    private static void assertArrived(int number, UdpSocket socket, UdpSocket peer) throws NetException {
        var buffer = ByteBuffer.allocate(LARGEST);
        assertThat(peer.recvFrom(buffer).sender()).isEqualTo(socket.localAddress());
        assertThat(buffer.flip()).isEqualTo(bytes(number));
    }

    @Test
    void aFailureIsToldToItsOwnSender() throws Exception {
        var everybody = SocketAddr.parse("255.255.255.255:9");
        atOnce(Loopback.IPV4, (number, socket) -> {
            try (var peer = bound(Loopback.IPV4)) {
                if (number % 2 == 1) {
                    var failure = catchThrowableOfType(
                            NetException.class, () -> socket.sendTo(ByteBuffer.allocate(1), everybody));
                    // From a loopback address there is no way out, and some kernels say so first.
                    assertThat(failure.kind())
                            .isIn(ErrorKind.PERMISSION_DENIED, ErrorKind.NETWORK_UNREACHABLE, ErrorKind.INVALID_INPUT);
                    assertThat(failure.address()).contains(everybody.toString());
                }
                socket.sendTo(bytes(number), peer.localAddress());
                assertArrived(number, socket, peer);
            }
        });
    }

    @Test
    @SuppressWarnings("try") // closes early, on purpose
    void aRefusalIsToldToItsOwnSender() throws Exception {
        atOnce(Loopback.IPV4, (number, socket) -> {
            try (var peer = bound(Loopback.IPV4)) {
                SocketAddr address = peer.localAddress();
                socket.connect(address);
                if (number % 2 == 1) {
                    peer.close();
                    Expect.failure(ErrorKind.CONNECTION_REFUSED, () -> sendUntilItFails(socket));
                } else {
                    socket.send(ByteBuffer.allocate(1));
                    socket.send(ByteBuffer.allocate(1));
                    peer.sendTo(ByteBuffer.allocate(1), socket.localAddress());
                    assertThat(socket.recv(ByteBuffer.allocate(1))).isEqualTo(1);
                }
            }
        });
    }

    /// Each finds what became of those before.
    private static void sendUntilItFails(UdpSocket socket) throws NetException {
        for (; ; ) {
            socket.send(ByteBuffer.allocate(1));
        }
    }

    @Test
    void aCloseMeanwhileEndsThem() throws Exception {
        atOnce(Loopback.IPV4, (_, socket) -> {
            try (var group = new TaskGroup();
                    var sink = UdpSocket.bind(Loopback.IPV4.any())) {
                group.spawn(socket::close);
                var failure = catchThrowableOfType(NetException.class, () -> {
                    while (true) {
                        socket.sendTo(ByteBuffer.allocate(1), sink.localAddress());
                    }
                });
                assertThat(failure.kind()).isEqualTo(ErrorKind.CLOSED);
                group.join();
            }
        });
    }

    @Test
    void thoseThatFindNoRoomWait() throws Exception {
        Able.orUnsupported(Able.here().unixDatagrams(), () -> {
            List<UnixDatagram.Pair> pairs = pairs(MANY / 10);
            Tasks.spawn(() -> {
                        try (var group = new TaskGroup()) {
                            for (UnixDatagram.Pair pair : pairs) {
                                group.spawn(() -> sendAll(pair.first()));
                                group.spawn(() -> receiveAll(pair.second()));
                            }
                            group.join();
                        }
                    })
                    .join();
        });
    }

    private static List<UnixDatagram.Pair> pairs(int count) throws NetException {
        var pairs = new ArrayList<UnixDatagram.Pair>();
        while (pairs.size() < count) {
            pairs.add(UnixDatagram.pair());
        }
        return pairs;
    }

    /// More than a queue takes (10).
    private static void sendAll(UnixDatagram socket) throws NetException {
        try (socket) {
            socket.setWriteTimeout(PATIENCE);
            for (int i = 0; i < MANY; i++) {
                socket.send(ByteBuffer.allocate(64).putInt(0, i));
            }
        }
    }

    private static void receiveAll(UnixDatagram socket) throws NetException {
        try (socket) {
            socket.setReadTimeout(PATIENCE);
            var buffer = ByteBuffer.allocate(64);
            for (int i = 0; i < MANY; i++) {
                socket.recv(buffer.clear());
                assertThat(buffer.getInt(0)).isEqualTo(i);
            }
        }
    }
}
