package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Bursts;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A refusal by the peer comes out of batches, too, and takes no datagram with it.
@NetworkTest
class UdpRefusedBatchTest extends DatagramTest {
    private SocketAddr connectToNobody() throws NetException {
        try (var closing = UdpSocket.bind(Loopback.IPV4.any())) {
            socket.connect(closing.localAddress());
            return closing.localAddress();
        }
    }

    /// sendmmsg(2) of two or more to nobody never fails: the first is sent, and the second takes the error with
    /// it. So it would be with all but the last, which goes alone.
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 8, 100})
    void aSenderOfBatchesHearsItSoon(int capacity) throws Exception {
        SocketAddr gone = connectToNobody();
        var batch = new DatagramBatch(capacity, 8);
        for (int i = 0; i < capacity; i++) {
            batch.add(Bursts.of(4, i));
        }

        Eventually.holds("a send behind the first is refused", () -> {
            batch.rewind();
            forgetRefusal();
            return isRefused(batch, gone) && batch.unsent() < capacity;
        });

        int refusals = 0;
        while (batch.unsent() > 0) {
            try {
                sendAll(batch);
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
                refusals++;
            }
        }
        assertThat(refusals).isLessThanOrEqualTo(capacity);
    }

    /// Takes what became of the last one of the batch before.
    private void forgetRefusal() {
        try {
            assertThat(socket.tryRecvFrom(ByteBuffer.allocate(1), new Received()))
                    .isFalse();
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
        }
    }

    private boolean isRefused(DatagramBatch batch, SocketAddr gone) {
        try {
            sendAll(batch);
            return false;
        } catch (NetException e) {
            Expect.says(e, ErrorKind.CONNECTION_REFUSED, "send", gone);
            return true;
        }
    }

    private void sendAll(DatagramBatch batch) throws NetException {
        while (batch.unsent() > 0) {
            assertThat(socket.sendBatch(batch)).isPositive();
        }
    }

    @Test
    void aSenderOfBurstsHearsIt() throws Exception {
        connectToNobody();
        ByteBuffer burst = Bursts.of(400_000, 1);
        Eventually.holds("a send is refused", () -> isRefused(burst.rewind()));
    }

    private boolean isRefused(ByteBuffer burst) {
        try {
            socket.sendSegments(burst, 1_000);
            return false;
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
            return true;
        }
    }

    /// The error comes first, and epoll has no second event for what is queued: an error is not the end.
    @Test
    void whatIsQueuedBehindAnErrorIsReceived() throws Exception {
        SocketAddr gone;
        try (var closing = UdpSocket.bind(Loopback.IPV4.any())) {
            gone = closing.localAddress();
            socket.connect(gone);
            var waiting = Threads.VIRTUAL.call(() -> Bursts.receive(socket, 1)).awaitWaiting();
            closing.sendTo(Bursts.of(1, 0), socket.localAddress());
            assertThat(waiting.result()).hasSize(1);
            assertThat(socket.tryRecvFrom(ByteBuffer.allocate(1), new Received()))
                    .isFalse();
            for (int i = 1; i <= 3; i++) {
                closing.sendTo(Bursts.of(4, i), socket.localAddress());
            }
        }
        socket.send(Bursts.of(1, 1));

        var next = Threads.VIRTUAL.call(() -> receiveThrough(3));

        assertThat(next.result()).containsExactly(Bursts.of(4, 1), Bursts.of(4, 2), Bursts.of(4, 3));
    }

    private List<ByteBuffer> receiveThrough(int count) throws NetException {
        socket.awaitReadable();
        try {
            return Bursts.receive(socket, count);
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.CONNECTION_REFUSED);
            socket.awaitReadable();
            return Bursts.receive(socket, count);
        }
    }
}
