package dev.minato.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.net.Shutdown;
import dev.minato.net.UnixDatagram;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixReceived;
import dev.minato.net.UnixStream;
import dev.minato.platform.Platform;
import dev.minato.testing.Expect;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/// As [CancelSafetyContract], on Unix sockets.
@Contract
class CancelSafetyUnixContract {
    private static final long SEED = 17;
    private static final int BYTES = 1 << 16;
    private static final int ITEMS = 200;

    @Parameter
    World world;

    @TempDir
    Path folder;

    @Test
    void readsLoseNothing() throws Exception {
        try (var listener = UnixListener.bind(folder.resolve("sock"));
                var near = UnixStream.connect(folder.resolve("sock"));
                var far = listener.accept();
                var cancelling = new Cancelling(SEED)) {
            var writer = Threads.PLATFORM.run(() -> Pieces.write(far, BYTES, cancelling));
            assertThat(Pieces.readCancelled(near, cancelling)).isEqualTo(BYTES);
            writer.result();
        }
    }

    @Test
    void writesGoOn() throws Exception {
        try (var listener = UnixListener.bind(folder.resolve("sock"));
                var near = UnixStream.connect(folder.resolve("sock"));
                var far = listener.accept();
                var cancelling = new Cancelling(SEED + 1)) {
            int total = 4 << 20;
            var reader = Threads.PLATFORM.call(() -> Pieces.readSlowly(far, cancelling));
            var all = Pattern.bytes(0, total);
            cancelling.run(() -> near.writeAll(all));
            near.shutdown(Shutdown.WRITE);
            assertThat(reader.result()).isEqualTo(total);
        }
    }

    @Test
    void acceptsLoseNoConnection() throws Exception {
        try (var listener = UnixListener.bind(folder.resolve("sock"));
                var cancelling = new Cancelling(SEED + 2)) {
            var numbered = new NumberedConnections(ITEMS, cancelling);
            var clients = Threads.PLATFORM.run(
                    () -> numbered.connect(() -> UnixStream.connect(folder.resolve("sock")), new Lots(SEED + 3)));
            numbered.accept(listener::accept);
            assertThat(listener.tryAccept()).isEmpty();
            clients.result();
        }
    }

    /// Here the sender waits too, for room in the receiver's queue.
    @Test
    void datagramsAreSentAndReceivedOnce() throws Exception {
        if (!Platform.current().capabilities().unixDatagrams()) {
            Expect.failure(ErrorKind.UNSUPPORTED, UnixDatagram::pair);
            return;
        }
        try (var pair = UnixDatagram.pair();
                var cancelling = new Cancelling(SEED + 4)) {
            var sending = world.run(() -> {
                cancelling.awaitBoth();
                try (var alsoCancelling = new Cancelling(SEED + 5)) {
                    for (int i = 0; i < 5 * ITEMS; i++) {
                        var datagram = ByteBuffer.allocate(4).putInt(0, i);
                        alsoCancelling.run(() -> pair.first().send(datagram));
                    }
                }
            });
            var lots = new Lots(SEED + 6);
            var buffer = ByteBuffer.allocate(4);
            var received = new UnixReceived();
            for (int i = 0; i < 5 * ITEMS; i++) {
                cancelling.run(() -> pair.second().recvFrom(buffer.clear(), received));
                assertThat(buffer.flip().getInt()).isEqualTo(i);
                lots.spin(20);
            }
            sending.result();
            assertThat(pair.second().tryRecvFrom(buffer.clear(), received)).isFalse();
        }
    }
}
