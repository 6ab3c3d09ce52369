package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A task that holds its event loop, and gives it to nobody, holds up no deadline of another thread.
@NetworkTest
class HeldLoopTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private volatile boolean released;

    @AfterEach
    void release() {
        released = true;
    }

    @Test
    void aReadElsewhereEndsByItsTimeout() throws Exception {
        var opened = new CompletableFuture<Pair>();
        var holder = Threads.VIRTUAL.run(() -> {
            var pair = Pair.open();
            pair.near().setReadTimeout(SHORT);
            Expect.failure(ErrorKind.TIMED_OUT, () -> pair.near().read(ByteBuffer.allocate(1)));
            opened.complete(pair);
            while (!released) {
                Thread.onSpinWait();
            }
        });
        try (var pair = opened.join()) {
            pair.far().writeAll(new byte[] {1});
            assertThat(Threads.PLATFORM.call(() -> readOrTimeOut(pair.near())).result())
                    .isIn(0, 1);
            released = true;
            holder.result();
        }
    }

    /// How many bytes; 0 if the loop was to bring them, and could not.
    private static int readOrTimeOut(TcpStream stream) throws NetException {
        try {
            return stream.read(ByteBuffer.allocate(1));
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT);
            return 0;
        }
    }
}
