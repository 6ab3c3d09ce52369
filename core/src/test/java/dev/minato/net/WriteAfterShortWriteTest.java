package dev.minato.net;

import static dev.minato.error.ErrorKind.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Writes to a peer that reads nothing: what the kernel takes at once is never waited for.
@NetworkTest
class WriteAfterShortWriteTest {
    private static final Duration PATIENT = Duration.ofSeconds(10);

    /// Bounded by the test's timeout: each write that waited in vain would take 10 s.
    @Test
    void whatIsTakenAtOnceIsNotWaitedFor() throws NetException {
        try (var pair = Pair.open()) {
            var near = pair.near();
            near.setWriteTimeout(PATIENT);
            pair.fill();
            while (near.tryWrite(ByteBuffer.allocate(2048)) > 0) {}
            near.setWriteTimeout(Duration.ofMillis(50));
            Expect.failure(TIMED_OUT, () -> {
                // Each may find room that the kernel made meanwhile, but not again and again.
                for (int i = 0; i < 10; i++) {
                    near.write(ByteBuffer.allocate(2048));
                }
            });
        }
    }

    /// The kernel takes small writes long before epoll says that there is room.
    @Test
    void aTryThatWouldBlockDoesNotMakeTheNextWriteWait() throws NetException {
        try (var pair = Pair.open()) {
            var near = pair.near();
            near.setWriteTimeout(PATIENT);
            long sent = 0;
            int count = near.tryWrite(ByteBuffer.allocate(64 * 1024));
            while (count > 0) {
                sent += count;
                count = near.tryWrite(ByteBuffer.allocate(64 * 1024));
            }
            assertThat(sent).isPositive();
        }
    }
}
