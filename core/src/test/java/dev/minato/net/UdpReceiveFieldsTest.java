package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.address.IpAddr;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A socket that asks for it learns what the packet of each datagram said, and when it came.
@NetworkTest
class UdpReceiveFieldsTest {
    private static final boolean ABLE = Able.here().datagramFields();
    private static final Set<DatagramField> ALL = EnumSet.allOf(DatagramField.class);

    private interface Use {
        void of(UdpSocket receiver) throws Exception;
    }

    /// Gives a socket that asks for all of it to `use`, or checks that the platform refuses to.
    private static void withReceiver(String bound, Use use) throws Exception {
        Able.orUnsupported(ABLE, () -> {
            try (var receiver = UdpSocket.options()
                    .receiveFields(ALL)
                    .receiveLocalAddress(true)
                    .bind(bound)) {
                receiver.setReadTimeout(Eventually.PATIENCE);
                use.of(receiver);
            }
        });
    }

    private static SocketAddr at(String ip, UdpSocket socket) {
        return SocketAddr.of(IpAddr.parse(ip), socket.localAddress().port());
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }

    /// The sender's socket and the receiver's, both or one of them IPv6 sockets for IPv4 datagrams.
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:0, 127.0.0.1:0, 127.0.0.1",
        "0.0.0.0:0, 127.0.0.1:0, 127.0.0.2",
        "[::1]:0, [::1]:0, ::1",
        "[::]:0, [::]:0, ::1",
        "[::]:0, 127.0.0.1:0, 127.0.0.1",
        "[::]:0, [::]:0, 127.0.0.1",
        "127.0.0.1:0, [::]:0, 127.0.0.1",
    })
    void packetSaysItAll(String bound, String sendersBound, String host) throws Exception {
        int loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"))
                .getIndex();
        withReceiver(bound, receiver -> {
            try (var sender = UdpSocket.bind(sendersBound)) {
                for (Ecn ecn : Ecn.values()) {
                    sender.setTtl(77 + ecn.ordinal());
                    sender.setEcn(ecn);
                    assertThat(sender.ecn()).isEqualTo(ecn);
                    Instant before = Instant.now();

                    sender.sendTo(bytes(3), at(host, receiver));
                    var received = receiver.recvFrom(bytes(8));

                    assertThat(received.ecn()).contains(ecn);
                    assertThat(received.hopLimit()).isEqualTo(77 + ecn.ordinal());
                    assertThat(received.interfaceIndex()).isEqualTo(loopback);
                    assertThat(Instant.ofEpochSecond(0, received.timeNanos())).isBetween(before, Instant.now());
                    assertThat(received.localAddress()).isPresent();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "[::1]:0", "[::]:0"})
    void batchSaysItOfEachAndMarksEach(String bound) throws Exception {
        withReceiver(bound, receiver -> {
            var to = receiver.localAddress().ip().isUnspecified() ? at("127.0.0.1", receiver) : receiver.localAddress();
            try (var sender = UdpSocket.bind(bound)) {
                var batch = new DatagramBatch(5, 8);
                for (Ecn ecn : Ecn.values()) {
                    batch.add(bytes(ecn.ordinal()), to);
                    batch.setEcn(ecn.ordinal(), ecn);
                }
                batch.add(bytes(4), to);
                sender.setEcn(Ecn.ECT_0);
                assertThat(sender.sendBatch(batch)).isEqualTo(5);

                assertThat(receiver.recvBatch(batch)).isEqualTo(5);
                long last = 1;
                for (int i = 0; i < 5; i++) {
                    assertThat(batch.ecn(i)).contains(i < 4 ? Ecn.values()[i] : Ecn.ECT_0);
                    assertThat(batch.hopLimit(i)).isPositive();
                    assertThat(batch.interfaceIndex(i)).isPositive();
                    assertThat(batch.timeNanos(i)).isGreaterThanOrEqualTo(last);
                    last = batch.timeNanos(i);
                }
            }
        });
    }

    /// What came at once is handed out one by one, each with all that is known.
    @Test
    void eachOfABurstSaysItToo() throws Exception {
        withReceiver("127.0.0.1:0", receiver -> {
            receiver.setReceiveCoalescing(true);
            try (var sender = UdpSocket.bind("127.0.0.1:0")) {
                sender.setEcn(Ecn.ECT_1);
                sender.sendSegments(bytes(1000), 300, receiver.localAddress());
                for (int length : new int[] {300, 300, 300, 100}) {
                    var received = receiver.recvFrom(bytes(400));
                    assertThat(received.length()).isEqualTo(length);
                    assertThat(received.ecn()).contains(Ecn.ECT_1);
                    assertThat(received.hopLimit()).isPositive();
                    assertThat(received.timeNanos()).isPositive();
                    assertThat(received.interfaceIndex()).isPositive();
                }
            }
        });
    }

    /// The mark is the network's, and no part of an answer.
    @Test
    void answerToAMarkedDatagramIsNotMarked() throws Exception {
        withReceiver("127.0.0.1:0", socket -> {
            var batch = new DatagramBatch(1, 8);
            socket.setEcn(Ecn.CE);
            socket.sendTo(bytes(1), socket.localAddress());
            socket.setEcn(Ecn.NOT_ECT);
            socket.recvBatch(batch);
            assertThat(batch.ecn(0)).contains(Ecn.CE);
            socket.sendBatch(batch);
            socket.recvBatch(batch);
            assertThat(batch.ecn(0)).contains(Ecn.NOT_ECT);
        });
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsAskedForComes(DatagramField field) throws Exception {
        Able.orUnsupported(ABLE, () -> {
            try (var socket = UdpSocket.bind("127.0.0.1:0")) {
                socket.setReceiveFields(Set.of(field));
                assertThat(socket.receiveFields()).containsExactly(field);
                socket.sendTo(bytes(1), socket.localAddress());
                var received = socket.recvFrom(bytes(8));
                assertThat(received.ecn().isPresent()).isEqualTo(field == DatagramField.ECN);
                assertThat(received.hopLimit() >= 0).isEqualTo(field == DatagramField.HOP_LIMIT);
                assertThat(received.timeNanos() > 0).isEqualTo(field == DatagramField.TIME);
                assertThat(received.interfaceIndex()).isZero();
                assertThat(received.localAddress()).isEmpty();
            }
        });
    }

    /// A holder, or a batch, of a socket that asks leaves nothing behind for one that does not.
    @Test
    void nothingComesWhereNothingIsAskedFor() throws Exception {
        var received = new Received();
        var batch = new DatagramBatch(1, 8);
        withReceiver("127.0.0.1:0", socket -> {
            socket.sendTo(bytes(1), socket.localAddress());
            socket.sendTo(bytes(1), socket.localAddress());
            socket.recvFrom(bytes(8), received);
            socket.recvBatch(batch);
        });
        try (var socket = UdpSocket.bind("127.0.0.1:0");
                var clone = socket.tryClone()) {
            for (int i = 0; i < 2; i++) {
                socket.sendTo(bytes(1), socket.localAddress());
                socket.sendTo(bytes(1), socket.localAddress());
                socket.recvFrom(bytes(8), received);
                assertThat(received.ecn()).isEmpty();
                assertThat(received.hopLimit()).isEqualTo(-1);
                assertThat(received.timeNanos()).isZero();
                assertThat(received.interfaceIndex()).isZero();
                assertThat(socket.recvBatch(batch)).isEqualTo(1);
                assertThat(batch.ecn(0)).isEmpty();
                assertThat(batch.hopLimit(0)).isEqualTo(-1);
                if (ABLE) {
                    clone.setReceiveFields(ALL);
                    assertThat(socket.receiveFields()).isEqualTo(ALL);
                    clone.setReceiveFields(Set.of());
                    assertThat(socket.receiveFields()).isEmpty();
                }
            }
        }
    }

    @Test
    void markOfASocketCanBeSetOnEveryPlatformAndOfOneDatagramWhereItCan() throws Exception {
        for (Loopback family : Loopback.values()) {
            try (var socket = UdpSocket.bind(family.any())) {
                assertThat(socket.ecn()).isEqualTo(Ecn.NOT_ECT);
                socket.setEcn(Ecn.ECT_0);
                assertThat(socket.ecn()).isEqualTo(Ecn.ECT_0);
                var batch = new DatagramBatch(1, 8);
                batch.add(bytes(1), socket.localAddress());
                batch.setEcn(0, Ecn.ECT_1);
                Able.orUnsupported(
                        ABLE, () -> assertThat(socket.sendBatch(batch)).isEqualTo(1));
            }
        }
    }

    @Test
    void closedSocketIsAskedForNothing() throws NetException {
        var socket = UdpSocket.bind("127.0.0.1:0");
        socket.close();
        Expect.failure(ErrorKind.CLOSED, () -> socket.setReceiveFields(ALL));
        Expect.failure(ErrorKind.CLOSED, () -> socket.setEcn(Ecn.ECT_0));
    }

    @Test
    void allocatesNothing() throws Exception {
        withReceiver("0.0.0.0:0", server -> {
            try (var client = UdpSocket.bind("127.0.0.1:0")) {
                client.connect(at("127.0.0.1", server));
                client.awaitWritable();
                server.awaitWritable();
                var buffer = ByteBuffer.allocateDirect(64);
                var received = new Received();
                var batch = new DatagramBatch(2, 64);
                var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long least = Long.MAX_VALUE;
                long seen = 0;
                for (int round = 0; round < 12 && least > 0; round++) {
                    long before = thread.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < 20_000; i++) {
                        client.send(buffer.clear());
                        server.recvFrom(buffer.clear(), received);
                        seen += received.ecn().orElseThrow().ordinal() + received.hopLimit() + received.timeNanos();
                        batch.clear();
                        batch.add(buffer.clear());
                        batch.setEcn(0, Ecn.ECT_0);
                        client.sendBatch(batch);
                        server.recvBatch(batch);
                        seen += batch.ecn(0).orElseThrow().ordinal();
                    }
                    least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / 20_000);
                }
                assertThat(seen).isNotZero();
                assertThat(least).as("bytes for two datagrams").isLessThan(2 * 16);
            }
        });
    }
}
