package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/// A connection that asks the same again and again costs no memory.
@Timeout(60)
class AllocationTest {
    private static final int MAX_ROUNDS = 40;
    private static final int TIMES = 5_000;

    /// The JDK's scheduler, which runs the tasks unless event loops do, allocates for each wakeup.
    private static final int FEW_BYTES_EACH = "local".equals(System.getProperty("minato.scheduling")) ? 8 : 200;

    static final List<Arguments> SERVICES = List.of(
            Arguments.of("echo", "hello", 5),
            Arguments.of("kv", "GET k\n", 6),
            Arguments.of("kv", "unknown\n", 20),
            Arguments.of("hello", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 93));

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @FieldSource("SERVICES")
    void steadyConnectionAllocatesNothing(String service, String request, int replyLength) throws Exception {
        try (var served = Served.tcp(service);
                var client = served.client()) {
            ask(client, request, replyLength);

            // The compiler decides when the steady state is reached.
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < MAX_ROUNDS && allocated >= TIMES * FEW_BYTES_EACH; round++) {
                long before = allocatedByOthers();
                ask(client, request, replyLength);
                allocated = Math.min(allocated, allocatedByOthers() - before);
            }

            assertThat(allocated).isNotNegative().isLessThan(TIMES * FEW_BYTES_EACH);
        }
    }

    /// What all threads but this one, the client, have allocated; those that carry virtual threads among them.
    private long allocatedByOthers() {
        return threads.getTotalThreadAllocatedBytes()
                - threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
    }

    private static void ask(Client client, String request, int replyLength) throws Exception {
        var bytes = request.getBytes(US_ASCII);
        for (int i = 0; i < TIMES; i++) {
            assertThat(client.send(bytes).read(replyLength)).hasSize(replyLength);
        }
    }
}
