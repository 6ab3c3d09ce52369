package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.testing.Eventually;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What ends for want of memory is said, later if there is none for the message either.
@Timeout(60)
class OutOfMemoryLogTest {
    private static final Logger LOGGER = Logger.getLogger("dev.minato.server.TcpServer");

    private final AtomicBoolean exhausted = new AtomicBoolean();
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord message) {
            if (exhausted.get()) {
                throw new OutOfMemoryError("a rehearsal, for the log");
            }
            said.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(log);
    }

    @AfterEach
    void leave() {
        LOGGER.removeHandler(log);
    }

    private static void serve(String line, Session<String, String> session) throws Exception {
        if (line.equals("greedy")) {
            throw new OutOfMemoryError("a rehearsal");
        }
        session.write(line);
    }

    @Test
    void theConnectionThatItEndsIsNamed() throws Exception {
        try (var kit = Kit.ofLines(OutOfMemoryLogTest::serve, _ -> {});
                var peer = kit.connect()) {
            peer.send("greedy\n");
            kit.awaitEnds(CloseReason.OUT_OF_MEMORY, 1);
            assertThat(said).containsExactly("test of " + peer.address() + ": closed: out of memory");
        }
    }

    @Test
    void whatCannotBeSaidIsSaidWithTheNextEnd() throws Exception {
        try (var kit = Kit.ofLines(OutOfMemoryLogTest::serve, _ -> {})) {
            exhausted.set(true);
            for (int i = 1; i <= 2; i++) {
                try (var peer = kit.connect()) {
                    peer.send("greedy\n");
                    kit.awaitEnds(CloseReason.OUT_OF_MEMORY, i);
                }
            }
            assertThat(said).isEmpty();
            exhausted.set(false);
            try (var peer = kit.connect()) {
                peer.send("modest\n");
                assertThat(peer.receive(7)).isEqualTo("modest\n");
            }
            Eventually.holds("said", () -> !said.isEmpty());
            assertThat(said).containsExactly("connections closed or refused before: 2: out of memory");
        }
    }
}
