package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is dropped is counted each time, and said once a second for each reason.
class UdpCountersTest {
    private static final long SECOND = 1_000_000_000;

    private final Logger logger = Logger.getLogger(UdpCounters.class.getName());
    private final List<LogRecord> said = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(-5 * SECOND);
    private final UdpCounters counters = new UdpCounters(now::get);
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            said.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.setUseParentHandlers(false);
        logger.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(listener);
        logger.setUseParentHandlers(true);
    }

    private List<String> texts() {
        return said.stream().map(LogRecord::getMessage).toList();
    }

    @Test
    void itIsSaidOnceASecond() {
        for (int i = 0; i < 5; i++) {
            counters.dropped("echo", DropReason.RATE_LIMITED);
        }
        assertThat(texts()).containsExactly("echo: dropped 1 replies to peers over the rate limit");
        now.addAndGet(SECOND);
        counters.dropped("echo", DropReason.RATE_LIMITED, 2);
        assertThat(texts()).hasSize(2).last().isEqualTo("echo: dropped 6 replies to peers over the rate limit");
        assertThat(counters.counts(0).dropped(DropReason.RATE_LIMITED)).isEqualTo(7);
        assertThat(counters.counts(0).dropped(DropReason.OVERLOADED)).isZero();
    }

    @Test
    void aFailureIsSaidWithItsCauseAndEachReasonHasItsLine() {
        var error = new OutOfMemoryError("test");
        counters.dropped("echo", DropReason.HANDLER_FAILED, error);
        counters.dropped("echo", DropReason.TRUNCATED);
        assertThat(said).extracting(LogRecord::getLevel).containsExactly(Level.SEVERE, Level.WARNING);
        assertThat(said.getFirst().getThrown()).isSameAs(error);
        assertThat(texts())
                .containsExactly(
                        "echo: dropped 1 requests whose handler failed", "echo: dropped 1 requests that were too long");
    }
}
