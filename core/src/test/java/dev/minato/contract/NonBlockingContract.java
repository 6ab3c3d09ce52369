package dev.minato.contract;

import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.net.UdpSocket;
import dev.minato.testing.Expect;
import dev.minato.testing.Pattern;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Non-blocking mode, tries, and waiting for readiness.
@Contract
class NonBlockingContract extends ConnectedContract {
    private static final Duration SHORT = Duration.ofMillis(10);

    @Test
    void readThatWouldWaitFails() throws Exception {
        near.setNonBlocking(true);
        Expect.failure(WOULD_BLOCK, "read", near.peerAddress(), () -> near.read(ByteBuffer.allocate(1)));
        far.writeAll(new byte[1]);
        near.awaitReadable();
        assertThat(near.read(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Test
    void writeThatWouldWaitFailsAndThePositionSaysWhatWasTaken() throws Exception {
        near.setNonBlocking(true);
        long filled = pair.fill();
        var rest = Pattern.bytes(filled, 8 << 20);
        Expect.failure(WOULD_BLOCK, "write", near.peerAddress(), () -> near.writeAll(rest));
        assertThat(rest.remaining()).isPositive();
    }

    @Test
    void acceptThatWouldWaitFails() throws Exception {
        try (var listener = world.listener()) {
            listener.setNonBlocking(true);
            Expect.failure(WOULD_BLOCK, "accept", listener.localAddress(), listener::accept);
            assertThat(listener.tryAccept()).isEmpty();
            try (var client = TcpStream.connect(listener.localAddress())) {
                listener.awaitReadable();
                try (var accepted = listener.accept()) {
                    assertThat(accepted.peerAddress()).isEqualTo(client.localAddress());
                    assertThat(accepted.isNonBlocking()).isFalse();
                }
            }
        }
    }

    @Test
    void receiveThatWouldWaitFails() throws Exception {
        try (UdpSocket socket = world.udpSocket()) {
            socket.setNonBlocking(true);
            Expect.failure(
                    WOULD_BLOCK, "receive", socket.localAddress(), () -> socket.recvFrom(ByteBuffer.allocate(1)));
            socket.connect(socket.localAddress());
            Expect.failure(WOULD_BLOCK, "receive", socket.localAddress(), () -> socket.recv(ByteBuffer.allocate(1)));
            socket.send(ByteBuffer.allocate(3));
            socket.awaitReadable();
            assertThat(socket.recv(ByteBuffer.allocate(10))).isEqualTo(3);
        }
    }

    @Test
    void clonesShareTheMode() throws Exception {
        try (var clone = near.tryClone()) {
            clone.setNonBlocking(true);
            assertThat(near.isNonBlocking()).isTrue();
            Expect.failure(WOULD_BLOCK, () -> near.read(ByteBuffer.allocate(1)));
            near.setNonBlocking(false);
            assertThat(clone.isNonBlocking()).isFalse();
        }
    }

    @Test
    void modeCanBeLeftAgain() throws Exception {
        near.setNonBlocking(true);
        near.setNonBlocking(false);
        var read = world.call(() -> near.read(ByteBuffer.allocate(1))).awaitWaiting();
        far.writeAll(new byte[1]);
        assertThat(read.result()).isEqualTo(1);
    }

    @Test
    void triesWriteUntilItIsFullAndReadUntilItIsEmpty() throws Exception {
        long written = pair.fill();
        Expect.failure(TIMED_OUT, () -> near.awaitWritable(SHORT));

        var buffer = ByteBuffer.allocate(64 * 1024);
        long read = 0;
        while (read < written) {
            far.awaitReadable();
            int count = far.tryRead(buffer.clear());
            Pattern.check(buffer.flip(), read);
            read += Math.max(count, 0);
        }
        assertThat(read).isEqualTo(written);
        assertThat(far.tryRead(buffer.clear())).isZero();
        near.awaitWritable();
        assertThat(near.tryWrite(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Test
    void itIsReadableAsLongAsSomethingIsLeft() throws Exception {
        Expect.failure(TIMED_OUT, () -> pair.settle().near().awaitReadable(SHORT));
        far.writeAll(new byte[4]);
        near.awaitReadable();
        assertThat(near.tryRead(ByteBuffer.allocate(3))).isEqualTo(3);
        near.awaitReadable();
        assertThat(near.tryRead(ByteBuffer.allocate(3))).isEqualTo(1);
        pair.settle();
        Expect.failure(TIMED_OUT, () -> near.awaitReadable(SHORT));
    }

    @Test
    void itIsReadableAtTheEndForEver() throws Exception {
        far.shutdown(Shutdown.WRITE);
        for (int i = 0; i < 3; i++) {
            near.awaitReadable();
            assertThat(near.tryRead(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void itIsReadableWhenTheConnectionIsReset() throws Exception {
        pair.settle();
        var wait = world.run(near::awaitReadable).awaitWaiting();
        pair.reset();
        wait.result();
    }

    @Test
    void itIsWritableAtFirstAndWhenThePeerIsGone() throws Exception {
        near.awaitWritable();
        pair.fill();
        var wait = world.run(near::awaitWritable).awaitWaiting();
        far.close();
        wait.result();
    }
}
