package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Bursts;
import dev.minato.testing.Call;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the kernel hands over at once comes out as the datagrams that were sent, whatever they are received with.
@NetworkTest
class UdpCoalescingTest extends DatagramTest {
    private static final boolean ABLE = Able.here().receiveCoalescing();

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private void coalescing(Threads.Body body) throws Exception {
        Able.orUnsupported(ABLE, () -> {
            socket.setReceiveCoalescing(true);
            body.run();
        });
    }

    private void send(int length, int segmentSize, int content) throws NetException {
        peer.sendSegments(Bursts.of(length, content), segmentSize, socket.localAddress());
    }

    @Test
    void aPlaceWithRoomGetsTheWholeBurst() throws Exception {
        coalescing(() -> {
            var batch = new DatagramBatch(4, DatagramBatch.BURST_SIZE);
            send(4_300, 1_200, 1);

            assertThat(socket.recvBatch(batch)).isEqualTo(1);

            assertThat(batch.segments(0)).isEqualTo(4);
            assertThat(batch.segmentSize(0)).isEqualTo(1_200);
            assertThat(batch.length(0)).isEqualTo(4_300);
            assertThat(datagrams(batch, 0)).isEqualTo(Bursts.cut(4_300, 1_200, 1));
            assertThat(batch.truncated(0)).isFalse();
            assertThat(batch.address(0)).isEqualTo(peer.localAddress());
        });
    }

    @Test
    void aLoneDatagramIsABurstOfOne() throws Exception {
        coalescing(() -> {
            var batch = new DatagramBatch(4, DatagramBatch.BURST_SIZE);
            send(90, 1_200, 2);

            assertThat(socket.recvBatch(batch)).isEqualTo(1);

            assertThat(batch.segments(0)).isEqualTo(1);
            assertThat(batch.segmentSize(0)).isEqualTo(90);
            assertThat(batch.segment(0, 0)).isEqualTo(Bursts.of(90, 2));
        });
    }

    private static List<ByteBuffer> datagrams(DatagramBatch batch, int place) {
        var datagrams = new ArrayList<ByteBuffer>();
        for (int i = 0; i < batch.segments(place); i++) {
            ByteBuffer one = batch.segment(place, i);
            datagrams.add(ByteBuffer.allocate(one.remaining()).put(one).flip());
        }
        return datagrams;
    }

    /// Each message of one system call has a segment size of its own; most often all four come by one.
    @Test
    void burstsOfTwoPeersKeepTheirOwnSizes() throws Exception {
        coalescing(() -> {
            for (Loopback loopback : Loopback.values()) {
                try (var to = UdpSocket.bind(loopback.any());
                        var one = UdpSocket.bind(loopback.any());
                        var other = UdpSocket.bind(loopback.any())) {
                    to.setReceiveCoalescing(true);
                    one.sendSegments(Bursts.of(3_500, 1), 1_000, to.localAddress());
                    other.sendSegments(Bursts.of(700, 2), 64, to.localAddress());
                    one.sendTo(Bursts.of(500, 3), to.localAddress());
                    one.sendSegments(Bursts.of(90, 4), 30, to.localAddress());
                    var batch = new DatagramBatch(4, DatagramBatch.BURST_SIZE);
                    var bursts = new ArrayList<List<ByteBuffer>>();
                    var senders = new ArrayList<SocketAddr>();
                    while (bursts.size() < 4) {
                        int count = to.recvBatch(batch);
                        for (int i = 0; i < count; i++) {
                            bursts.add(datagrams(batch, i));
                            senders.add(batch.address(i));
                        }
                    }
                    assertThat(bursts)
                            .containsExactly(
                                    Bursts.cut(3_500, 1_000, 1),
                                    Bursts.cut(700, 64, 2),
                                    List.of(Bursts.of(500, 3)),
                                    Bursts.cut(90, 30, 4));
                    assertThat(senders).startsWith(one.localAddress(), other.localAddress());
                }
            }
        });
    }

    @Test
    void receivesOneByOne() throws Exception {
        coalescing(() -> {
            send(5_500, 1_000, 1);
            var received = new Received();
            var buffer = ByteBuffer.allocate(1_000);
            for (ByteBuffer expected : Bursts.cut(5_500, 1_000, 1)) {
                socket.recvFrom(buffer.clear(), received);
                assertThat(buffer.flip()).isEqualTo(expected);
                assertThat(received.realLength()).isEqualTo(expected.remaining());
                assertThat(received.sender()).isEqualTo(peer.localAddress());
            }
            assertThat(socket.tryRecvFrom(buffer.clear(), received)).isFalse();
        });
    }

    /// A buffer that is too small cuts its own datagram only.
    @Test
    void aSmallBufferCutsOneDatagram() throws Exception {
        coalescing(() -> {
            send(50, 20, 1);
            var received = socket.recvFrom(ByteBuffer.allocate(5));
            assertThat(received.length()).isEqualTo(5);
            assertThat(received.realLength()).isEqualTo(20);
            assertThat(received.truncated()).isTrue();
            assertThat(Bursts.receive(socket, 2))
                    .isEqualTo(Bursts.cut(50, 20, 1).subList(1, 3));
        });
    }

    @Test
    void peeksLeaveAllInPlace() throws Exception {
        coalescing(() -> {
            send(50, 20, 1);
            for (ByteBuffer expected : Bursts.cut(50, 20, 1)) {
                var buffer = ByteBuffer.allocate(64);
                assertThat(socket.peekFrom(buffer).length()).isEqualTo(expected.remaining());
                assertThat(buffer.flip()).isEqualTo(expected);
                assertThat(socket.peekFrom(ByteBuffer.allocate(1)).realLength()).isEqualTo(expected.remaining());
                assertThat(Bursts.receive(socket, 1)).containsExactly(expected);
            }
        });
    }

    /// Small places, large ones, plain receives and peeks, as it comes; nothing is lost, or comes in another order.
    @ParameterizedTest
    @MethodSource("seeds")
    void anyReceivesGetTheSame(long seed) throws Exception {
        coalescing(() -> {
            var random = new Random(seed);
            for (int round = 0; round < 20; round++) {
                var expected = new ArrayList<ByteBuffer>();
                for (int burst = 0; burst < 3; burst++) {
                    int size = 1 + random.nextInt(1_500);
                    int length = random.nextInt(20 * size);
                    send(length, size, round + burst);
                    expected.addAll(Bursts.cut(length, size, round + burst));
                }
                assertThat(receiveAnyhow(random, expected.size())).isEqualTo(expected);
            }
        });
    }

    private List<ByteBuffer> receiveAnyhow(Random random, int count) throws NetException {
        var all = new ArrayList<ByteBuffer>();
        while (all.size() < count) {
            int way = random.nextInt(4);
            if (way == 0) {
                all.addAll(Bursts.receive(socket, 1));
            } else if (way == 1) {
                assertThat(socket.peekFrom(ByteBuffer.allocate(7)).realLength()).isNotNegative();
            } else {
                int size = way == 2 ? 1_500 : DatagramBatch.BURST_SIZE;
                var batch = new DatagramBatch(1 + random.nextInt(5), size);
                socket.recvBatch(batch);
                for (int i = 0; i < batch.count(); i++) {
                    all.addAll(datagrams(batch, i));
                }
            }
        }
        return all;
    }

    /// From 65,494 bytes on (65,474 for IPv6) the kernel of a loopback hands them over one by one: Minato sends
    /// less at once, so a receiver gets few.
    @ParameterizedTest
    @CsvSource({"65_507, 655", "65_494, 1_000", "130_000, 1_300"})
    void longBurstsStayWhole(int length, int segmentSize) throws Exception {
        coalescing(() -> {
            for (Loopback loopback : Loopback.values()) {
                try (var to = UdpSocket.options().receiveBufferSize(1 << 20).bind(loopback.any());
                        var from = UdpSocket.bind(loopback.any())) {
                    to.setReceiveCoalescing(true);
                    from.sendSegments(Bursts.of(length, 1), segmentSize, to.localAddress());
                    var batch = new DatagramBatch(64, DatagramBatch.BURST_SIZE);
                    var all = new ArrayList<ByteBuffer>();
                    int places = 0;
                    while (all.size() < Math.ceilDiv(length, segmentSize)) {
                        int count = to.recvBatch(batch);
                        for (int i = 0; i < count; i++) {
                            all.addAll(datagrams(batch, i));
                        }
                        places += count;
                    }
                    assertThat(all).isEqualTo(Bursts.cut(length, segmentSize, 1));
                    assertThat(places).isLessThanOrEqualTo(4);
                }
            }
        });
    }

    /// What one receive holds for the next is there for whoever asks: another thread, a poll, an await.
    @Test
    void whatIsHeldIsReadable() throws Exception {
        coalescing(() -> {
            send(50, 20, 1);
            assertThat(Bursts.receive(socket, 1)).hasSize(1);
            try (var set = new ReadinessSet<String>()) {
                set.add(Readiness.readable(socket), "socket");
                assertThat(set.await()).hasSize(1);
            }
            socket.awaitReadable();
            assertThat(Threads.VIRTUAL.call(() -> Bursts.receive(socket, 1)).result())
                    .hasSize(1);
            assertThat(Bursts.receive(socket, 1))
                    .containsExactly(Bursts.cut(50, 20, 1).getLast());
        });
    }

    /// The datagrams of one burst wake all who wait, though the kernel has one event for it.
    @Test
    void aBurstWakesAsManyAsItHasDatagrams() throws Exception {
        coalescing(() -> {
            for (int round = 0; round < 50; round++) {
                var calls = new ArrayList<Call<List<ByteBuffer>>>();
                for (int i = 0; i < 4; i++) {
                    calls.add(Threads.VIRTUAL
                            .call(() -> Bursts.receive(socket, 1))
                            .awaitWaiting());
                }
                send(80, 20, round);
                var all = new ArrayList<ByteBuffer>();
                for (var call : calls) {
                    all.addAll(call.result());
                }
                assertThat(all).containsExactlyInAnyOrderElementsOf(Bursts.cut(80, 20, round));
            }
        });
    }

    @Test
    void staysOn() throws Exception {
        if (ABLE) {
            assertThat(socket.receiveCoalescing()).isFalse();
            socket.setReceiveCoalescing(false);
        }
        coalescing(() -> {
            assertThat(socket.receiveCoalescing()).isTrue();
            socket.setReceiveCoalescing(true);
            Expect.failure(ErrorKind.INVALID_INPUT, () -> socket.setReceiveCoalescing(false));
            send(50, 20, 1);
            assertThat(Bursts.receive(socket, 3)).isEqualTo(Bursts.cut(50, 20, 1));
        });
    }

    @Test
    void isASettingAndHoldsForClones() throws Exception {
        Able.orUnsupported(ABLE, () -> {
            try (var made = UdpSocket.options().receiveCoalescing(true).bind(Loopback.IPV4.any());
                    var clone = made.tryClone()) {
                assertThat(clone.receiveCoalescing()).isTrue();
                peer.sendSegments(Bursts.of(50, 1), 20, made.localAddress());
                assertThat(Bursts.receive(clone, 1))
                        .containsExactly(Bursts.cut(50, 20, 1).getFirst());
                assertThat(Bursts.receive(made, 2))
                        .isEqualTo(Bursts.cut(50, 20, 1).subList(1, 3));
            }
        });
    }

    /// A batch that was received goes back as it came, burst by burst, from the address that was asked.
    @ParameterizedTest
    @ValueSource(ints = {20, 1_200})
    void aBatchIsEchoedInBursts(int segmentSize) throws Exception {
        coalescing(() -> {
            socket.setReceiveLocalAddress(true);
            send(10 * segmentSize, segmentSize, 1);
            var batch = new DatagramBatch(4, DatagramBatch.BURST_SIZE);
            socket.recvBatch(batch);
            assertThat(batch.localAddress(0)).contains(socket.localAddress());
            while (batch.unsent() > 0) {
                socket.sendBatch(batch);
            }
            assertThat(Bursts.receive(peer, 10)).isEqualTo(Bursts.cut(10 * segmentSize, segmentSize, 1));
        });
    }

    /// A refusal behind what is held is told, once, by the next receive, and costs no datagram.
    @Test
    void aRefusalLosesNothing() throws Exception {
        coalescing(() -> {
            SocketAddr gone;
            try (var closing = UdpSocket.bind(Loopback.IPV4.any())) {
                gone = closing.localAddress();
                socket.connect(gone);
                closing.sendSegments(Bursts.of(50, 1), 20, socket.localAddress());
                assertThat(Bursts.receive(socket, 1)).hasSize(1);
            }
            socket.send(Bursts.of(1, 1));
            var batch = new DatagramBatch(8, 64);

            assertThat(socket.recvBatch(batch)).isEqualTo(2);

            assertThat(batch.buffer(0)).isEqualTo(Bursts.cut(50, 20, 1).get(1));
            assertThat(batch.buffer(1)).isEqualTo(Bursts.cut(50, 20, 1).get(2));
            socket.awaitReadable();
            Expect.failure(ErrorKind.CONNECTION_REFUSED, "receive", gone, () -> socket.tryRecvBatch(batch));
            assertThat(socket.tryRecvBatch(batch)).isZero();
        });
    }
}
