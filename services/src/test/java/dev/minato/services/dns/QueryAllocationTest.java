package dev.minato.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Type;

/// A query that the cache knows the answer to costs the question and what was read of it, and not the answer.
@Timeout(60)
class QueryAllocationTest {
    private static final int MAX_ROUNDS = 40;
    private static final int TIMES = 5_000;
    private static final int BYTES_EACH = 320;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void knownAnswerCostsLittle() throws Exception {
        try (var upstream = new FakeServer(query ->
                        query.answer("www.example.test. 300 IN TXT " + ("\"" + "x".repeat(200) + "\" ").repeat(4)));
                var resolver = RacingResolver.builder()
                        .server(upstream.address())
                        .timeout(Duration.ofSeconds(20))
                        .build();
                var forwarder = new DnsForwarder(resolver, 1)) {
            byte[] wire =
                    Asker.query("www.example.test.", Type.TXT, 1232, false).toWire();
            ByteBuffer query = ByteBuffer.allocateDirect(wire.length).put(wire).flip();
            var taken = (QueryCheck.Taken) QueryCheck.of(query);
            assertThat(resolver.answer(taken.query().question())).hasSizeGreaterThan(800);
            var reply = ByteBuffer.allocateDirect(DnsForwarder.ROOM);
            // The compiler decides when the steady state is reached.
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < MAX_ROUNDS && allocated > (long) BYTES_EACH * TIMES; round++) {
                long before =
                        threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
                answerOften(forwarder, query, reply);
                allocated =
                        threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
            }
            assertThat(allocated).isNotNegative().isLessThanOrEqualTo((long) BYTES_EACH * TIMES);
        }
    }

    private static void answerOften(DnsForwarder forwarder, ByteBuffer query, ByteBuffer reply) {
        int known = 0;
        for (int i = 0; i < TIMES; i++) {
            if (QueryCheck.of(query) instanceof QueryCheck.Taken(Query taken)
                    && forwarder.fromCache(taken, reply, 1232)) {
                known++;
            }
        }
        assertThat(known).isEqualTo(TIMES);
    }
}
