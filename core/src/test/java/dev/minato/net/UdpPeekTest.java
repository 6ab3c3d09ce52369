package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.SocketAddr;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.DatagramTest;
import dev.minato.testing.Expect;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A peek shows the next datagram and leaves it, whole, for whoever receives next.
@NetworkTest
class UdpPeekTest extends DatagramTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(16);

    private void send(int... bytes) throws NetException {
        var datagram = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) {
            datagram.put((byte) b);
        }
        peer.sendTo(datagram.flip(), socket.localAddress());
    }

    @Test
    void sameDatagramAgainAndAgainThenTheNext() throws NetException {
        send(1, 2, 3);
        send(4);

        for (int i = 0; i < 3; i++) {
            var seen = socket.peekFrom(buffer.clear());
            assertThat(seen.length()).isEqualTo(3);
            assertThat(seen.realLength()).isEqualTo(3);
            assertThat(seen.sender()).isEqualTo(peer.localAddress());
            assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        assertThat(socket.recvFrom(buffer.clear()).length()).isEqualTo(3);
        assertThat(socket.peekFrom(buffer.clear()).length()).isEqualTo(1);
        assertThat(socket.recvFrom(buffer.clear()).length()).isEqualTo(1);
        assertThat(socket.tryPeekFrom(buffer.clear(), new Received())).isFalse();
    }

    /// As programs do that learn first how large a buffer they need.
    @Test
    void smallBufferLosesNothing() throws NetException {
        send(1, 2, 3);

        var seen = socket.peekFrom(ByteBuffer.allocate(0));

        assertThat(seen.length()).isZero();
        assertThat(seen.realLength()).isEqualTo(3);
        assertThat(seen.truncated()).isTrue();
        assertThat(socket.recvFrom(buffer).truncated()).isFalse();
        assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void emptyDatagramIsSeenToo() throws NetException {
        send();

        assertThat(socket.peekFrom(buffer).realLength()).isZero();
        assertThat(socket.recvFrom(buffer).sender()).isEqualTo(peer.localAddress());
        assertThat(socket.tryRecvFrom(buffer, new Received())).isFalse();
    }

    @Test
    void cloneGetsWhatAnotherHasSeen() throws NetException {
        try (var clone = socket.tryClone()) {
            send(1, 2);

            socket.peekFrom(buffer);

            assertThat(clone.peekFrom(buffer.clear()).length()).isEqualTo(2);
            assertThat(clone.recvFrom(buffer.clear()).length()).isEqualTo(2);
            assertThat(socket.tryPeekFrom(buffer.clear(), new Received())).isFalse();
        }
    }

    @Test
    void waitsForWhatWasSeenAreOverAtOnce() throws NetException {
        send(1);
        socket.peekFrom(buffer);

        socket.awaitReadable(Duration.ofHours(1));

        assertThat(socket.recvFrom(buffer.clear()).length()).isEqualTo(1);
    }

    /// One waits to receive and one to look; the one that looks must not keep the datagram from the other.
    @ParameterizedTest
    @EnumSource
    void receiverThatWaitsGetsWhatAnotherLooksAt(Threads threads) throws Exception {
        for (int round = 0; round < 50; round++) {
            var looking = threads.call(() -> socket.peekFrom(ByteBuffer.allocate(4)));
            var receiving = threads.call(() -> socket.recvFrom(ByteBuffer.allocate(4)));
            looking.awaitWaiting();
            receiving.awaitWaiting();

            send(round);

            assertThat(receiving.result().length()).isEqualTo(1);
            if (!looking.isFinished()) {
                send(round);
                looking.result();
                socket.recvFrom(buffer.clear());
            } else {
                looking.result();
                drain();
            }
        }
    }

    private void drain() throws NetException {
        while (socket.tryRecvFrom(buffer.clear(), new Received())) {
            // Until there is none.
        }
    }

    @Test
    void connectedSocketLooksAtItsPeers() throws NetException {
        Expect.failure(ErrorKind.NOT_CONNECTED, "peek", socket.localAddress(), () -> socket.peek(buffer));
        socket.connect(peer.localAddress());
        send(1, 2, 3);

        assertThat(socket.peek(ByteBuffer.allocate(2))).isEqualTo(2);
        assertThat(socket.recv(buffer)).isEqualTo(3);
    }

    /// What was peeked at is as good as in the queue, which the jdk platform empties when it connects.
    @Test
    void connectingTreatsItAsWhatHadCome() throws IOException {
        send(1);
        send(2);
        socket.peekFrom(buffer);

        socket.connect(Loopback.IPV4.closedPort());

        int left = 0;
        while (socket.tryRecvFrom(buffer.clear(), new Received())) {
            left++;
        }
        assertThat(left).isEqualTo(Platform.current().name().equals("jdk") ? 0 : 2);
    }

    @ParameterizedTest
    @EnumSource
    void waitsAndCanBeInterrupted(Threads threads) throws Exception {
        var call = threads.call(() -> socket.peekFrom(buffer)).awaitWaiting();
        call.interrupt();
        Expect.says(call.failure(), ErrorKind.INTERRUPTED, "peek", socket.localAddress());

        socket.setReadTimeout(Duration.ofMillis(5));
        Expect.failure(ErrorKind.TIMED_OUT, "peek", socket.localAddress(), () -> socket.peekFrom(buffer));
        socket.setNonBlocking(true);
        Expect.failure(ErrorKind.WOULD_BLOCK, "peek", socket.localAddress(), () -> socket.peekFrom(buffer));
        SocketAddr local = socket.localAddress();
        socket.close();
        Expect.failure(ErrorKind.CLOSED, "peek", local, () -> socket.peekFrom(buffer));
    }
}
