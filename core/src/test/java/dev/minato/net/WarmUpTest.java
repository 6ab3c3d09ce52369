package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Descriptors;
import dev.minato.testing.ListeningTest;
import dev.minato.testing.NetworkTest;
import org.junit.jupiter.api.Test;

/// The warm-up leaves nothing open, and is over with the first connection. The tests of all else run without it.
@NetworkTest
class WarmUpTest extends ListeningTest {
    @Test
    void leavesNothingOpen() throws Exception {
        assumeThat(WarmUp.isOf(Platform.current()))
                .as("a platform that warms up")
                .isTrue();
        long before = Descriptors.openSockets();
        for (int i = 0; i < 3; i++) {
            WarmUp.converse();
        }
        assertThat(Descriptors.openSockets()).isEqualTo(before);
    }

    @Test
    void endsWithTheFirstConnection() throws NetException {
        try (var _ = connect();
                var _ = listener.accept()) {
            assertThat(WarmUp.isNeeded()).isFalse();
        }
    }
}
