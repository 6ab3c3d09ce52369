package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.testing.Eventually;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An interrupted thread reads what is there, also if what it waited for before was about to be brought.
@NetworkTest
class InterruptedReadTest {
    @ParameterizedTest
    @EnumSource
    void whatCameAfterAnInterruptedWaitIsRead(Threads threads) throws Exception {
        try (var pair = Pair.open()) {
            threads.run(() -> readInterrupted(pair)).result();
        }
    }

    private static void readInterrupted(Pair pair) throws Exception {
        var buffer = ByteBuffer.allocate(2);
        for (int i = 0; i < 200; i++) {
            Thread.currentThread().interrupt();
            Expect.failure(ErrorKind.INTERRUPTED, () -> pair.near().read(buffer.clear()));
            pair.far().writeAll(new byte[] {(byte) i});
            int count = Eventually.withoutWait(() -> pair.near().read(buffer.clear()));
            assertThat(count).isEqualTo(1);
            assertThat(buffer.get(0)).isEqualTo((byte) i);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
