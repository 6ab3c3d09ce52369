package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Lines of known series cost no memory, whatever they do.
@Timeout(60)
class MetricsInAllocationTest {
    private static final int MAX_ROUNDS = 40;
    private static final int TIMES = 5_000;
    private static final String LINES = """
            a.count:1|c
            a.count:1.5|c|@0.1|#env:prod,host:web-1
            a.gauge:-17.25|g
            a.time:42.123|ms|#env:prod
            a.size:1:2:3|h
            a.set:bob|s
            servers.web-1.load;dc=eu 0.5 1700000000
            wrong
            a.count:-1|c
            """;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void knownSeriesAllocateNothing() {
        var gathering = new Gathering();
        var datagram = ByteBuffer.allocateDirect(LINES.length())
                .put(LINES.getBytes(US_ASCII))
                .flip();
        var syslog = ByteBuffer.wrap("<13>1 - - - - - x".getBytes(US_ASCII));
        long thread = Thread.currentThread().threadId();
        // The compiler decides when the steady state is reached.
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < MAX_ROUNDS && allocated >= TIMES; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < TIMES; i++) {
                gathering.metricsIn.take(datagram);
                gathering.metricsIn.take(syslog);
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertThat(allocated).isNotNegative().isLessThan(TIMES);
    }
}
