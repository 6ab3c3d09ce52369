package dev.minato.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.platform.Platform;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Threads;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A relay that goes on costs no memory for each message, copied or by a pipe, where Minato schedules its threads.
@NetworkTest
class RelayAllocationTest {
    private static final int MESSAGES = 1_000;
    private static final int MAX_ROUNDS = 40;
    private static final long FEW_BYTES_EACH = 24;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// A long read or write may leave an object of 72 bytes in a program that mixes kinds of buffers, as these tests
    /// are: two for a message of 16 KiB; at most eight for one of 64 KiB, if it does not go by a pipe.
    @ParameterizedTest
    @CsvSource({"100, 0", "16384, 144", "65536, 576"})
    void aMessageAllocatesNothing(int length, int ofCalls) throws Exception {
        if (!isLocal()) {
            return; // The JDK's channels and its scheduler allocate, and so does a long read beside a ring.
        }
        try (var client = Pair.open();
                var server = Pair.open()) {
            server.near().setNoDelay(true); // or what is copied in pieces waits for a late acknowledgement
            var relay = Threads.VIRTUAL.call(() -> Copy.copyBidirectional(client.far(), server.near()));
            long most = MESSAGES * (ofCalls + FEW_BYTES_EACH);
            long allocated = Long.MAX_VALUE;
            var message = ByteBuffer.allocate(length);
            // The compiler decides when the steady state is reached.
            for (int round = 0; round < MAX_ROUNDS && allocated >= most; round++) {
                long before = allocatedByOthers();
                exchange(client, server, message);
                allocated = Math.min(allocated, allocatedByOthers() - before);
            }
            System.out.println("a message of " + length + " bytes: " + (double) allocated / MESSAGES + " bytes");
            assertThat(allocated).isNotNegative().isLessThan(most);
            client.near().shutdown(Shutdown.WRITE);
            server.far().shutdown(Shutdown.WRITE);
            relay.result();
        }
    }

    private static boolean isLocal() {
        return CountedPipes.arePossible()
                && Platform.current().choices().stream()
                        .anyMatch(choice -> choice.value().equals("local"));
    }

    /// Virtual threads are counted only in the sum of all.
    private long allocatedByOthers() {
        return threads.getTotalThreadAllocatedBytes() - threads.getCurrentThreadAllocatedBytes();
    }

    private static void exchange(Pair client, Pair server, ByteBuffer message) throws NetException {
        for (int i = 0; i < MESSAGES; i++) {
            client.near().writeAll(message.clear());
            server.far().readExact(message.clear());
        }
    }
}
