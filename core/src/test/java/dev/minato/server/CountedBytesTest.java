package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// While connections come and end, the bytes that are told never go back, and never are more than there were.
@NetworkTest
class CountedBytesTest {
    private static final int CONNECTIONS = 300;
    private static final int EACH = 6;

    @Test
    void bytesOfConnectionsThatEndCountOnce() throws Exception {
        var metrics = new ServerMetrics();
        metrics.add("test");
        var over = new AtomicBoolean();
        var wrong = new AtomicLong(-1);
        RequestHandler<String, String> echo = (line, session) -> session.write(line);
        try (var kit = Kit.ofLines(echo, builder -> builder.observer(metrics))) {
            Thread reader = Thread.ofPlatform().start(() -> {
                long last = 0;
                while (!over.get()) {
                    long bytes = metrics.counts().getFirst().bytesIn();
                    if (bytes < last || bytes > CONNECTIONS * EACH) {
                        wrong.set(bytes);
                    }
                    last = bytes;
                }
            });
            for (int i = 0; i < CONNECTIONS; i++) {
                try (var peer = kit.connect()) {
                    peer.send("hello\n");
                    assertThat(peer.receive(EACH)).isEqualTo("hello\n");
                }
            }
            Eventually.holds("all have ended", () -> metrics.counts().getFirst().allClosed() == CONNECTIONS);
            over.set(true);
            reader.join();
        }
        assertThat(metrics.counts().getFirst().bytesIn()).isEqualTo(CONNECTIONS * EACH);
        assertThat(metrics.counts().getFirst().bytesOut()).isEqualTo(CONNECTIONS * EACH);
        assertThat(wrong).hasValue(-1);
    }
}
