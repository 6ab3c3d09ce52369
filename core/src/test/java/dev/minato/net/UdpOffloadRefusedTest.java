package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Bursts;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.RawDescriptor;
import dev.minato.testing.Requirement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where the kernel refuses to cut a burst, it goes datagram by datagram from then on, and none is lost or sent
/// twice.
///
/// A kernel refuses for a socket that sends no checksums (socket(7), `SO_NO_CHECK`) with EINVAL, as it does for
/// devices that make none.
@NetworkTest
class UdpOffloadRefusedTest {
    private static final int SOL_SOCKET = 1;
    private static final int SO_NO_CHECK = 11;
    private static final int UDP = 17;
    private static final int UDP_GRO = 104;

    private UdpSocket peer;

    @BeforeEach
    void bind() throws NetException {
        assumeThat(Able.here().segmentationOffload())
                .as("a platform with segmentation offload")
                .isTrue();
        peer = UdpSocket.options().receiveBufferSize(1 << 20).bind(Loopback.IPV4.any());
    }

    @AfterEach
    void close() throws NetException {
        if (peer != null) {
            peer.close();
        }
    }

    private static UdpSocket socket(IntConsumer prepare) throws NetException {
        int fd = RawDescriptor.bound(RawDescriptor.DGRAM);
        prepare.accept(fd);
        try (var inherited = InheritedSocket.adopt(fd)) {
            return inherited.takeUdpSocket();
        }
    }

    private static UdpSocket withoutChecksums() throws NetException {
        return socket(fd -> RawDescriptor.setOption(fd, SOL_SOCKET, SO_NO_CHECK, 1));
    }

    @Test
    void theBurstGoesOneByOneAndTheSocketSaysSo() throws Exception {
        try (var socket = withoutChecksums()) {
            assertThat(socket.segmentationOffload()).isTrue();

            ByteBuffer burst = Bursts.of(150_500, 1);
            socket.sendSegments(burst, 1_000, peer.localAddress());

            assertThat(burst.hasRemaining()).isFalse();
            assertThat(socket.segmentationOffload()).isFalse();
            assertThat(Bursts.receive(peer, 151)).isEqualTo(Bursts.cut(150_500, 1_000, 1));
            assertThat(peer.tryRecvFrom(ByteBuffer.allocate(1), new Received())).isFalse();
            socket.sendSegments(Bursts.of(50, 2), 20, peer.localAddress());
            assertThat(Bursts.receive(peer, 3)).isEqualTo(Bursts.cut(50, 20, 2));
        }
    }

    @Test
    void aBatchGoesOnWithTheRest() throws Exception {
        try (var socket = withoutChecksums()) {
            var batch = new DatagramBatch(4, 64 * 200);
            var expected = new ArrayList<ByteBuffer>();
            batch.add(Bursts.of(7, 1), peer.localAddress());
            expected.add(Bursts.of(7, 1));
            for (int i = 0; i < 3; i++) {
                batch.addSegments(Bursts.of(64 * 150, i), 64, peer.localAddress());
                expected.addAll(Bursts.cut(64 * 150, 64, i));
            }
            int sent = 0;
            while (batch.unsent() > 0) {
                sent += socket.sendBatch(batch);
            }
            assertThat(sent).isEqualTo(4);
            assertThat(socket.segmentationOffload()).isFalse();
            assertThat(Bursts.receive(peer, expected.size())).isEqualTo(expected);
        }
    }

    /// A send that fails for another reason, if with the same error number (EINVAL for a source that is a group), says
    /// nothing about the cutting.
    @Test
    void anotherFailureDegradesNothing() throws Exception {
        try (var socket = UdpSocket.bind("0.0.0.0:0")) {
            SocketAddr noHost =
                    SocketAddr.parse("224.0.0.1:" + socket.localAddress().port());
            var batch = new DatagramBatch(1, 64);
            batch.addSegments(Bursts.of(50, 1), 20, peer.localAddress(), noHost);

            Expect.failure(ErrorKind.INVALID_INPUT, () -> socket.sendBatch(batch));

            assertThat(batch.unsent()).isEqualTo(1);
            assertThat(socket.segmentationOffload()).isTrue();
            assertThat(peer.tryRecvFrom(ByteBuffer.allocate(1), new Received())).isFalse();
        }
    }

    /// The kernel tells it in place of sending, as "no such protocol", which is no refusal to cut.
    @Test
    void anErrorOfAnEarlierDatagramIsToldAndDegradesNothing() throws Exception {
        try (var socket = UdpSocket.bind(Loopback.IPV4.any())) {
            socket.connect(peer.localAddress());
            boolean isForged = RawDescriptor.sendIcmp(
                    protocolUnreachable(socket.localAddress().port()));
            Requirement.that("raw sockets (root)", isForged);
            ByteBuffer burst = Bursts.of(50, 1);

            Expect.failure(ErrorKind.UNSUPPORTED, "send", peer.localAddress(), () -> socket.sendSegments(burst, 20));

            assertThat(burst.position()).isZero();
            assertThat(socket.segmentationOffload()).isTrue();
            socket.sendSegments(burst, 20);
            assertThat(Bursts.receive(peer, 3)).isEqualTo(Bursts.cut(50, 20, 1));
        }
    }

    /// What a host that has no UDP answers to a datagram from that port to the peer (RFC 792).
    private byte[] protocolUnreachable(int port) {
        int loopback = 127 << 24 | 1;
        var message = ByteBuffer.allocate(8 + 20 + 8).putShort((short) 0x0302).position(8);
        message.putInt(0x4500_001c)
                .putInt(0)
                .putInt(64 << 24 | UDP << 16)
                .putInt(loopback)
                .putInt(loopback);
        message.putShort((short) port)
                .putShort((short) peer.localAddress().port())
                .putShort((short) 8);
        int sum = 0;
        for (int i = 0; i < message.capacity(); i += 2) {
            sum += Short.toUnsignedInt(message.getShort(i));
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return message.putShort(2, (short) ~(sum + (sum >>> 16))).array();
    }

    /// A socket that coalesces already when it is adopted is known to.
    @Test
    void anAdoptedSocketKeepsTheBorders() throws Exception {
        try (var socket = socket(fd -> RawDescriptor.setOption(fd, UDP, UDP_GRO, 1))) {
            assertThat(socket.receiveCoalescing()).isTrue();
            peer.sendSegments(Bursts.of(50, 1), 20, socket.localAddress());
            List<ByteBuffer> expected = Bursts.cut(50, 20, 1);
            assertThat(Bursts.receive(socket, 3)).isEqualTo(expected);
        }
    }
}
