package dev.minato.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.net.ByteSource;
import dev.minato.net.Shutdown;
import dev.minato.task.Task;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import dev.minato.testing.Pair;
import dev.minato.testing.Pinned;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A task that cannot leave its event loop shares a TLS connection with another task of the loop, which uses it
/// without a pause: the loop is never blocked by what that one holds.
class PinnedTlsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /// A use of the connection that does not wait.
    private interface Use {
        int by(TlsStream stream) throws NetException;
    }

    @Test
    void reads() throws Exception {
        assertThat(useByTwo(stream -> stream.tryRead(ByteBuffer.allocate(1)))).isZero();
    }

    @Test
    void peeks() throws Exception {
        assertThat(useByTwo(stream -> stream.tryPeek(ByteBuffer.allocate(1)))).isZero();
    }

    @Test
    void writes() throws Exception {
        assertThat(useByTwo(stream -> stream.write(ByteBuffer.allocate(1)))).isOne();
    }

    /// The connection is made by a task, so that it belongs to the loop of that.
    private static int useByTwo(Use use) throws Exception {
        return Tasks.spawn(() -> {
                    try (var sockets = Pair.open();
                            var pair = TlsPair.over(sockets.near(), sockets.far(), TlsVersion.TLS_1_3)) {
                        Task<Long> peer = Tasks.spawn(() -> drain(pair.server()));
                        int result = useByTwo(pair.client(), use);
                        pair.client().shutdown(Shutdown.WRITE);
                        peer.join();
                        return result;
                    }
                })
                .join(LONG);
    }

    private static int useByTwo(TlsStream stream, Use use) throws Exception {
        try (var group = new TaskGroup()) {
            Task<Integer> pinned = group.spawn(() -> Pinned.call(() -> use.by(stream)));
            while (!pinned.isFinished()) {
                use.by(stream);
            }
            return pinned.join();
        }
    }

    private static long drain(ByteSource source) throws NetException {
        var buffer = ByteBuffer.allocate(16 * 1024);
        long total = 0;
        for (int count = 0; count >= 0; count = source.read(buffer.clear())) {
            total += count;
        }
        return total;
    }
}
