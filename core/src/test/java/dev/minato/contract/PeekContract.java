package dev.minato.contract;

import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.Received;
import dev.minato.net.Shutdown;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A peek shows what the next read or receive will give, and takes nothing.
@Contract
class PeekContract extends ConnectedContract {
    @Test
    void samePeekAgainAndAgainThenTheRead() throws Exception {
        pair.far().writeAll(new byte[] {1, 3, 3, 7});
        for (int i = 0; i < 3; i++) {
            var seen = ByteBuffer.allocate(10);
            assertThat(near.peek(seen)).isEqualTo(4);
            assertThat(seen.array()).startsWith(1, 3, 3, 7);
        }
        assertThat(near.read(ByteBuffer.allocate(10))).isEqualTo(4);
        near.setNonBlocking(true);
        Expect.failure(WOULD_BLOCK, () -> near.peek(ByteBuffer.allocate(10)));
    }

    @Test
    void cloneReadsWhatWasPeekedAt() throws Exception {
        pair.far().writeAll("seen".getBytes(UTF_8));
        pair.near().peek(ByteBuffer.allocate(2));
        try (var clone = pair.near().tryClone()) {
            var bytes = new byte[4];
            clone.readExact(bytes);
            assertThat(bytes).asString(UTF_8).isEqualTo("seen");
        }
        assertThat(pair.near().tryRead(ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void peekWaitsTimesOutAndSeesTheEnd() throws Exception {
        near.setReadTimeout(Duration.ofMillis(10));
        Expect.failure(TIMED_OUT, () -> near.peek(ByteBuffer.allocate(1)));
        near.clearReadTimeout();
        var peek = world.call(() -> near.peek(ByteBuffer.allocate(1))).awaitWaiting();
        pair.far().writeAll(new byte[1]);
        assertThat(peek.result()).isEqualTo(1);
        near.readExact(new byte[1]);
        pair.far().shutdown(Shutdown.WRITE);
        assertThat(near.peek(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(near.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void datagramIsSeenAgainAndAgainThenReceived() throws Exception {
        try (var one = world.udpSocket();
                var two = world.udpSocket()) {
            one.sendTo(UTF_8.encode("hello world"), two.localAddress());
            for (int i = 0; i < 3; i++) {
                Received seen = two.peekFrom(ByteBuffer.allocate(11));
                assertThat(seen.length()).isEqualTo(11);
                assertThat(seen.sender()).isEqualTo(one.localAddress());
            }
            assertThat(two.recvFrom(ByteBuffer.allocate(11)).length()).isEqualTo(11);
            assertThat(two.tryPeekFrom(ByteBuffer.allocate(11), new Received())).isFalse();
        }
    }

    @Test
    void connectedSocketPeeksAtItsPeersDatagram() throws Exception {
        try (var socket = world.udpSocket()) {
            socket.connect(socket.localAddress());
            socket.send(UTF_8.encode("hello world"));
            for (int i = 0; i < 3; i++) {
                assertThat(socket.peek(ByteBuffer.allocate(11))).isEqualTo(11);
            }
            assertThat(socket.recv(ByteBuffer.allocate(11))).isEqualTo(11);
        }
    }

    @Test
    void senderOfADatagramIsKnownBeforeItIsTaken() throws Exception {
        try (var one = world.udpSocket();
                var two = world.udpSocket()) {
            one.sendTo(UTF_8.encode("x"), two.localAddress());
            two.awaitReadable();
            var seen = new Received();
            assertThat(two.tryPeekFrom(ByteBuffer.allocate(0), seen)).isTrue();
            assertThat(seen.sender()).isEqualTo(one.localAddress());
            assertThat(two.recvFrom(ByteBuffer.allocate(1)).truncated()).isFalse();
        }
    }
}
