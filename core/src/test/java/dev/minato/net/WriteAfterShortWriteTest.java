package dev.minato.net;

import static dev.minato.error.ErrorKind.TIMED_OUT;

import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Writes to a peer that reads nothing: what the kernel takes at once is never waited for.
@NetworkTest
class WriteAfterShortWriteTest {
    /// A short write does not mean that the send buffer is full. If the next ones waited for epoll, each
    /// would take its whole timeout and then succeed, and the test its own.
    @Test
    void smallWritesTimeOutWhenTheBuffersAreFull() throws Exception {
        try (var pair = Pair.open()) {
            pair.near().setWriteTimeout(Duration.ofSeconds(1));
            Expect.failure(TIMED_OUT, () -> {
                while (true) {
                    pair.near().write(ByteBuffer.allocate(2048));
                }
            });
        }
    }
}
