package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.address.IpNetwork;
import dev.minato.error.NetException;
import dev.minato.net.DatagramBatch;
import dev.minato.net.UdpSocket;
import dev.minato.platform.Platform;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A handler in the receive loop costs no memory for each datagram.
@NetworkTest
@SuppressWarnings("try") // its close ends the loop
class UdpServerAllocationTest {
    private static final int BATCH = 16;
    private static final int MAX_ROUNDS = 40;
    private static final int BATCHES = 1_000;
    private static final int FEW_BYTES_EACH = 8;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "0.0.0.0:0"})
    void echoAllocatesNothing(String bound) throws Exception {
        if (Platform.current().name().equals("jdk")) {
            return; // The JDK's channel allocates for each datagram.
        }
        var receiving = UdpSocket.bind(bound);
        receiving.setReceiveLocalAddress(receiving.localAddress().ip().isUnspecified());
        try (receiving;
                var sending = receiving.tryClone();
                var client = UdpSocket.bind("127.0.0.1:0")) {
            client.setReadTimeout(Eventually.PATIENCE);
            client.connect("127.0.0.1", receiving.localAddress().port());
            var counters = new UdpCounters(System::nanoTime);
            var filter = new ReplyFilter(
                    "echo",
                    Optional.of(new ReflectionGuard(List.of(receiving.localAddress()))),
                    Optional.of(new ResponseRateLimiter(Integer.MAX_VALUE, System::nanoTime)),
                    counters);
            var service = new Service(
                    "echo", request -> request.reply(request.data()), 64, filter, counters, new AtomicBoolean());
            var trusted = TrustedProxies.of(IpNetwork.parse("127.0.0.0/8"));
            var handling = new InlineHandling(service, sending, BATCH);
            var loop = new ReceiveLoop(service, receiving, handling, BATCH, false, trusted);
            // On a thread of the system, since only of those the JVM says what they allocate.
            Thread serving = Thread.ofPlatform().start(() -> run(loop));

            // The compiler decides when the steady state is reached.
            long most = (long) BATCHES * BATCH * FEW_BYTES_EACH;
            long allocated = Long.MAX_VALUE;
            var batch = new DatagramBatch(BATCH, 64);
            for (int round = 0; round < MAX_ROUNDS && allocated >= most; round++) {
                long before = threads.getThreadAllocatedBytes(serving.threadId());
                for (int i = 0; i < BATCHES; i++) {
                    exchange(client, batch);
                }
                allocated = Math.min(allocated, threads.getThreadAllocatedBytes(serving.threadId()) - before);
            }
            System.out.println(
                    "a request and its reply at " + bound + ": " + (double) allocated / BATCHES / BATCH + " bytes");
            assertThat(allocated).isNotNegative().isLessThan(most);
            receiving.close();
            serving.join();
        }
    }

    private static void exchange(UdpSocket client, DatagramBatch batch) throws NetException {
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            batch.add(ByteBuffer.allocate(16));
        }
        while (batch.unsent() > 0) {
            client.sendBatch(batch);
        }
        for (int left = BATCH; left > 0; ) {
            left -= client.recvBatch(batch);
        }
    }

    private static void run(ReceiveLoop loop) {
        try {
            loop.run();
        } catch (NetException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
