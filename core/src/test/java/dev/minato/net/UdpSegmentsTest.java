package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Bursts;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import dev.minato.testing.Threads;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A burst arrives as the datagrams that it was cut into, whoever cuts it.
@NetworkTest
class UdpSegmentsTest extends DatagramTest {
    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @Test
    void eachSegmentIsADatagram() throws Exception {
        for (Loopback loopback : Loopback.values()) {
            try (var to = UdpSocket.bind(loopback.any());
                    var from = UdpSocket.bind(loopback.any())) {
                ByteBuffer burst = Bursts.of(3_100, 1);
                from.sendSegments(burst, 1_000, to.localAddress());

                assertThat(burst.hasRemaining()).isFalse();
                assertThat(Bursts.receive(to, 4)).isEqualTo(Bursts.cut(3_100, 1_000, 1));
                assertThat(to.tryRecvFrom(ByteBuffer.allocate(1), new Received()))
                        .isFalse();
            }
        }
    }

    /// From heap and from direct memory, behind the first byte, connected or not.
    @ParameterizedTest
    @MethodSource("seeds")
    void anySizesArriveEqual(long seed) throws Exception {
        var random = new Random(seed);
        if (random.nextBoolean()) {
            socket.connect(peer.localAddress());
        }
        for (int burst = 0; burst < 20; burst++) {
            int size = 1 + random.nextInt(random.nextBoolean() ? 40 : 3_000);
            int length = random.nextInt(1 + Math.min(40_000, 60 * size));
            ByteBuffer bytes = Bursts.of(length, burst);
            if (random.nextBoolean()) {
                bytes = ByteBuffer.allocateDirect(length + 1)
                        .put((byte) 0)
                        .put(bytes)
                        .flip()
                        .position(1);
            }
            if (socket.peerAddress().isPresent() && random.nextBoolean() && length > 0) {
                socket.sendSegments(bytes, size);
            } else {
                socket.sendSegments(bytes, size, peer.localAddress());
            }
            assertThat(bytes.hasRemaining()).isFalse();
            List<ByteBuffer> expected = Bursts.cut(length, size, burst);
            assertThat(Bursts.receive(peer, expected.size())).isEqualTo(expected);
        }
    }

    @Test
    void aShortBurstIsOneDatagram() throws Exception {
        socket.sendSegments(Bursts.of(10, 3), 10, peer.localAddress());
        socket.sendSegments(Bursts.of(10, 4), 1_000_000, peer.localAddress());
        socket.sendSegments(Bursts.of(0, 5), 10, peer.localAddress());

        assertThat(Bursts.receive(peer, 3)).containsExactly(Bursts.of(10, 3), Bursts.of(10, 4), Bursts.of(0, 5));
    }

    /// More than the kernel takes at once: 128 segments, and 65,507 bytes.
    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100, 1_200, 9_000})
    void aLongBurstGoesInSeveralMessages(int size) throws Exception {
        int length = Math.min(129 * size, 120_000) + size / 2;
        List<ByteBuffer> expected = Bursts.cut(length, size, 9);
        var to = UdpSocket.options().receiveBufferSize(1 << 20).bind(Loopback.IPV4.any());
        try (to) {
            socket.sendSegments(Bursts.of(length, 9), size, to.localAddress());
            assertThat(Bursts.receive(to, expected.size())).isEqualTo(expected);
        }
        assertThat(socket.segmentationOffload()).isEqualTo(Able.here().segmentationOffload());
    }

    @Test
    void aSegmentMustBeADatagram() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> socket.sendSegments(Bursts.of(9, 1), 0, peer.localAddress()));
        var tooLong = Bursts.of(200_000, 1);
        Expect.failure(
                ErrorKind.MESSAGE_TOO_LONG,
                "send",
                peer.localAddress(),
                () -> socket.sendSegments(tooLong, 65_508, peer.localAddress()));
        assertThat(tooLong.position()).isZero();
        Expect.failure(
                ErrorKind.NOT_CONNECTED, "send", socket.localAddress(), () -> socket.sendSegments(Bursts.of(9, 1), 3));
        Expect.failure(
                ErrorKind.INVALID_INPUT,
                "send",
                Loopback.IPV4.any(),
                () -> socket.sendSegments(Bursts.of(9, 1), 3, Loopback.IPV4.any()));
    }

    @Test
    void saysWhoCuts() throws Exception {
        assertThat(socket.segmentationOffload()).isEqualTo(Able.here().segmentationOffload());
        socket.sendSegments(Bursts.of(30, 1), 10, peer.localAddress());
        assertThat(socket.segmentationOffload()).isEqualTo(Able.here().segmentationOffload());
        socket.close();
        Expect.failure(ErrorKind.CLOSED, socket::segmentationOffload);
    }

    @Test
    void aPlaceOfABatchMayHaveABurst() throws Exception {
        var batch = new DatagramBatch(4, 4_000);
        batch.add(Bursts.of(10, 1), peer.localAddress());
        batch.addSegments(Bursts.of(2_500, 2), 1_000, peer.localAddress());
        batch.add(Bursts.of(20, 3), peer.localAddress());

        assertThat(batch.segments(0)).isEqualTo(1);
        assertThat(batch.segments(1)).isEqualTo(3);
        assertThat(batch.segmentSize(1)).isEqualTo(1_000);
        assertThat(batch.segment(1, 2).remaining()).isEqualTo(500);
        while (batch.unsent() > 0) {
            socket.sendBatch(batch);
        }

        List<ByteBuffer> burst = Bursts.cut(2_500, 1_000, 2);
        assertThat(Bursts.receive(peer, 5))
                .containsExactly(Bursts.of(10, 1), burst.get(0), burst.get(1), burst.get(2), Bursts.of(20, 3));
        batch.rewind();
        assertThat(socket.sendBatch(batch)).isPositive();
        assertThatIllegalArgumentException().isThrownBy(() -> batch.addSegments(Bursts.of(9, 1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> batch.addSegments(Bursts.of(4_001, 1), 10));
        batch.addSegments(Bursts.of(9, 1), 3);
        batch.skip();
        assertThat(batch.unsent()).isBetween(0, 3);
    }

    @Test
    void waitsForRoomAndSendsNothingTwice() throws Exception {
        socket.setSendBufferSize(1);
        List<ByteBuffer> expected = Bursts.cut(60_000, 1_000, 7);
        var received = Threads.VIRTUAL.call(() -> Bursts.receive(peer, expected.size()));
        socket.setWriteTimeout(Duration.ofSeconds(10));
        socket.sendSegments(Bursts.of(60_000, 7), 1_000, peer.localAddress());
        assertThat(received.result()).isEqualTo(expected);
    }

    @Test
    void allocatesNothingOnLinux() throws NetException {
        Requirement.that("a count of allocated bytes", ManagementFactory.getThreadMXBean() instanceof ThreadMXBean);
        if (!Able.here().segmentationOffload()) {
            return;
        }
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        peer.setReceiveCoalescing(true);
        var in = new DatagramBatch(4, DatagramBatch.BURST_SIZE);
        ByteBuffer burst = Bursts.of(10_000, 1);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 12 && least > 0; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++) {
                socket.sendSegments(burst.rewind(), 1_000, peer.localAddress());
                peer.recvBatch(in);
            }
            least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / 5_000);
        }
        System.out.println("a burst of 10 datagrams sent and received: " + least + " bytes");
        // What the compiler leaves depends on what it inlines; an object for each datagram would be 160.
        assertThat(least).isLessThan(10 * 16);
    }
}
