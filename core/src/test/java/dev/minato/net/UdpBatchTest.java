package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Requirement;
import dev.minato.testing.Threads;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A batch receives and sends whole datagrams, in order, each with its own address, and loses none to a
/// failure.
@NetworkTest
class UdpBatchTest extends DatagramTest {
    private static ByteBuffer bytes(int length, int content) {
        var bytes = ByteBuffer.allocate(length);
        for (int i = 0; i < length; i++) {
            bytes.put((byte) content);
        }
        return bytes.flip();
    }

    private void send(int length, int content) throws NetException {
        peer.sendTo(bytes(length, content), socket.localAddress());
    }

    @Test
    void receivesWhatIsThereInOrder() throws NetException {
        var batch = new DatagramBatch(8, 16);
        send(3, 1);
        send(0, 0);
        send(20, 2);

        assertThat(socket.recvBatch(batch)).isEqualTo(3);

        assertThat(batch.count()).isEqualTo(3);
        assertThat(batch.buffer(0)).isEqualTo(bytes(3, 1));
        assertThat(batch.buffer(1)).isEqualTo(bytes(0, 0));
        assertThat(batch.buffer(2)).isEqualTo(bytes(16, 2));
        assertThat(batch.length(2)).isEqualTo(16);
        assertThat(batch.realLength(2)).isEqualTo(20);
        assertThat(batch.truncated(2)).isTrue();
        assertThat(batch.truncated(0)).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(batch.address(i)).isEqualTo(peer.localAddress());
        }
        assertThat(socket.tryRecvBatch(batch)).isZero();
        assertThat(batch.count()).isZero();
    }

    @Test
    void aReplyGoesToTheSenderFromTheAddressThatWasAsked() throws NetException {
        var requests = new DatagramBatch(2, 16);
        var replies = new DatagramBatch(2, 4);
        send(1, 1);
        send(2, 2);
        assertThat(socket.recvBatch(requests)).isEqualTo(2);

        replies.addReply(bytes(3, 3), requests, 1);
        replies.addReply(bytes(0, 0), requests, 0);

        assertThat(replies.address(0)).isEqualTo(peer.localAddress());
        assertThat(replies.localAddress(0)).isEqualTo(requests.localAddress(1));
        assertThat(socket.sendBatch(replies)).isEqualTo(2);
        var buffer = ByteBuffer.allocate(16);
        assertThat(peer.recvFrom(buffer).sender()).isEqualTo(socket.localAddress());
        assertThat(buffer.flip()).isEqualTo(bytes(3, 3));
        assertThatIllegalStateException().isThrownBy(() -> replies.addReply(bytes(1, 1), requests, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatagramBatch(1, 4).addReply(bytes(5, 5), requests, 0));
    }

    /// Also through IPv6, and by more system calls than one.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 64, 65, 150})
    void echoesAllOfThem(int capacity) throws NetException {
        for (Loopback loopback : Loopback.values()) {
            try (var server = UdpSocket.bind(loopback.any());
                    var client = UdpSocket.bind(loopback.any())) {
                var batch = new DatagramBatch(capacity, 8);
                for (int i = 0; i < capacity; i++) {
                    batch.add(bytes(4, i), server.localAddress());
                }
                sendAll(client, batch);
                int echoed = 0;
                while (echoed < capacity) {
                    int count = server.recvBatch(batch);
                    assertThat(batch.unsent()).isEqualTo(count);
                    sendAll(server, batch);
                    echoed += count;
                }
                int received = 0;
                while (received < capacity) {
                    int count = client.recvBatch(batch);
                    for (int i = 0; i < count; i++) {
                        assertThat(batch.buffer(i)).isEqualTo(bytes(4, received + i));
                        assertThat(batch.address(i)).isEqualTo(server.localAddress());
                    }
                    received += count;
                }
                assertThat(client.tryRecvBatch(batch)).isZero();
            }
        }
    }

    private static void sendAll(UdpSocket socket, DatagramBatch batch) throws NetException {
        while (batch.unsent() > 0) {
            assertThat(socket.sendBatch(batch)).isPositive();
        }
        assertThat(socket.sendBatch(batch)).isZero();
    }

    @Test
    void datagramsWithoutAnAddressGoToThePeer() throws NetException {
        var batch = new DatagramBatch(4, 8);
        batch.add(bytes(1, 1));
        batch.add(bytes(2, 2));
        Expect.failure(ErrorKind.NOT_CONNECTED, "send", socket.localAddress(), () -> socket.sendBatch(batch));
        assertThat(batch.unsent()).isEqualTo(2);

        socket.connect(peer.localAddress());

        sendAll(socket, batch);
        assertThat(peer.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(1);
        assertThat(peer.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(2);
    }

    @Test
    void oneThatCannotBeSentIsToldWhenItsTurnComesAndCanBeSkipped() throws NetException {
        var six = SocketAddr.parse("[::1]:9");
        var batch = new DatagramBatch(4, 8);
        batch.add(bytes(1, 1), peer.localAddress());
        batch.add(bytes(2, 2), six);
        batch.add(bytes(3, 3), Loopback.IPV4.any());
        batch.add(bytes(4, 4), peer.localAddress());

        assertThat(socket.sendBatch(batch)).isEqualTo(1);
        Expect.failure(ErrorKind.ADDRESS_FAMILY_UNSUPPORTED, "send", six, () -> socket.sendBatch(batch));
        batch.skip();
        Expect.failure(ErrorKind.INVALID_INPUT, "send", Loopback.IPV4.any(), () -> socket.sendBatch(batch));
        batch.skip();
        assertThat(socket.sendBatch(batch)).isEqualTo(1);

        assertThat(batch.unsent()).isZero();
        assertThat(peer.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(1);
        assertThat(peer.recvFrom(ByteBuffer.allocate(8)).length()).isEqualTo(4);
        batch.skip();
        assertThat(batch.unsent()).isZero();
    }

    @Test
    void tooLongOneIsRefusedWhole() throws NetException {
        var batch = new DatagramBatch(2, 70_000);
        batch.add(bytes(1, 1), peer.localAddress());
        batch.add(bytes(70_000, 2), peer.localAddress());

        assertThat(socket.sendBatch(batch)).isEqualTo(1);

        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, "send", peer.localAddress(), () -> socket.sendBatch(batch));
    }

    /// The refusal comes with datagrams before it, or alone; it comes once, and costs no datagram.
    @Test
    void refusalIsToldOnceAndLosesNothing() throws Exception {
        var batch = new DatagramBatch(4, 8);
        SocketAddr gone;
        try (var closing = UdpSocket.bind(Loopback.IPV4.any())) {
            socket.connect(closing.localAddress());
            gone = closing.localAddress();
            closing.sendTo(bytes(3, 3), socket.localAddress());
        }
        socket.send(bytes(1, 1));
        int datagrams = 0;
        int refusals = 0;
        while (datagrams == 0 || refusals == 0) {
            try {
                datagrams += socket.recvBatch(batch);
            } catch (NetException e) {
                Expect.says(e, ErrorKind.CONNECTION_REFUSED, "receive", gone);
                refusals++;
            }
        }
        assertThat(datagrams).isEqualTo(1);
        assertThat(refusals).isEqualTo(1);
        assertThat(socket.tryRecvBatch(batch)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void waitsUntilOneComes(Threads threads) throws Exception {
        var batch = new DatagramBatch(4, 8);
        var call = threads.call(() -> socket.recvBatch(batch)).awaitWaiting();
        send(2, 2);
        assertThat(call.result()).isEqualTo(1);

        var second = threads.call(() -> socket.recvBatch(batch)).awaitWaiting();
        second.interrupt();
        Expect.says(second.failure(), ErrorKind.INTERRUPTED, "receive", socket.localAddress());
        socket.setReadTimeout(Duration.ofMillis(5));
        Expect.failure(ErrorKind.TIMED_OUT, "receive", socket.localAddress(), () -> socket.recvBatch(batch));
        socket.setNonBlocking(true);
        Expect.failure(ErrorKind.WOULD_BLOCK, "receive", socket.localAddress(), () -> socket.recvBatch(batch));
        var local = socket.localAddress();
        socket.close();
        Expect.failure(ErrorKind.CLOSED, "receive", local, () -> socket.recvBatch(batch));
        batch.add(bytes(1, 1), peer.localAddress());
        Expect.failure(ErrorKind.CLOSED, "send", peer.localAddress(), () -> socket.sendBatch(batch));
    }

    /// What a batch left is for the others that wait.
    @Test
    void datagramsBeyondTheBatchWakeTheNext() throws Exception {
        for (int round = 0; round < 50; round++) {
            var one = Threads.VIRTUAL.call(() -> socket.recvBatch(new DatagramBatch(1, 8)));
            var other = Threads.VIRTUAL.call(() -> socket.recvBatch(new DatagramBatch(1, 8)));
            one.awaitWaiting();
            other.awaitWaiting();
            send(1, 1);
            send(2, 2);
            assertThat(one.result() + other.result()).isEqualTo(2);
        }
    }

    @Test
    void whatIsWrittenIntoABufferIsSent() throws NetException {
        var batch = new DatagramBatch(1, 8);
        send(2, 7);
        socket.recvBatch(batch);
        batch.buffer(0).put(0, (byte) 9);

        sendAll(socket, batch);

        var buffer = ByteBuffer.allocate(8);
        peer.recvFrom(buffer);
        assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {9, 7}));
    }

    @Test
    void placesAreLimited() {
        var batch = new DatagramBatch(1, 4);
        assertThat(batch.capacity()).isEqualTo(1);
        assertThat(batch.size()).isEqualTo(4);
        assertThatIllegalArgumentException().isThrownBy(() -> batch.add(bytes(5, 1)));
        batch.add(bytes(4, 1));
        assertThatIllegalStateException().isThrownBy(() -> batch.add(bytes(4, 1)));
        assertThatIllegalStateException().isThrownBy(() -> batch.address(0));
        assertThatThrownBy(() -> batch.buffer(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.length(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(batch).hasToString("1 datagrams, 1 of them to send");
        batch.clear();
        assertThat(batch.count()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new DatagramBatch(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DatagramBatch(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new DatagramBatch(1 << 16, 1 << 16));
    }

    @Test
    void batchAllocatesNothingOnLinux() throws NetException {
        Requirement.that("a count of allocated bytes", ManagementFactory.getThreadMXBean() instanceof ThreadMXBean);
        if (Platform.current().name().equals("jdk")) {
            return;
        }
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var out = new DatagramBatch(16, 64);
        var in = new DatagramBatch(16, 64);
        for (int i = 0; i < 16; i++) {
            out.add(bytes(64, i), socket.localAddress());
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 12 && least > 0; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 5_000; i++) {
                out.rewind();
                peer.sendBatch(out);
                socket.recvBatch(in);
            }
            least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / 5_000);
        }
        System.out.println("a batch of 16 datagrams sent and received: " + least + " bytes");
        assertThat(least).isLessThanOrEqualTo(512);
    }
}
