package dev.minato.services;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.services.http.HelloService;
import dev.minato.services.kv.KeyValueService;
import dev.minato.services.server.TcpService;
import dev.minato.services.stream.EchoService;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/// A connection that asks the same again and again costs no memory.
@Timeout(60)
class AllocationTest {
    private static final int ROUNDS = 6;
    private static final int TIMES = 5_000;

    private static final int FEW_BYTES_EACH = 8;

    static final List<Arguments> SERVICES = List.of(
            Arguments.of(new EchoService(), "hello", 5),
            Arguments.of(new KeyValueService(100, 1000, Limits.DEFAULT.requestTimeout()), "GET k\n", 6),
            Arguments.of(new KeyValueService(100, 1000, Limits.DEFAULT.requestTimeout()), "unknown\n", 20),
            Arguments.of(new HelloService(Limits.DEFAULT.requestTimeout()), "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 93));

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @FieldSource("SERVICES")
    void steadyConnectionAllocatesNothing(TcpService service, String request, int replyLength) throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var client = new Client(listener.localAddress().toInetSocketAddress())) {
            // On a thread of the system, since only of those the JVM says what they allocate.
            Thread serving = Thread.ofPlatform().start(() -> serve(service, listener));
            ask(client, request, replyLength);

            // The compiler decides when the steady state is reached: the least of some rounds is that of the last.
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && allocated > 0; round++) {
                long before = threads.getThreadAllocatedBytes(serving.threadId());
                ask(client, request, replyLength);
                allocated = Math.min(allocated, threads.getThreadAllocatedBytes(serving.threadId()) - before);
            }

            assertThat(allocated).isNotNegative().isLessThan(TIMES * FEW_BYTES_EACH);
            client.end();
            serving.join();
        }
    }

    private static void serve(TcpService service, TcpListener listener) {
        try (TcpStream stream = listener.accept()) {
            service.serve(stream);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void ask(Client client, String request, int replyLength) throws Exception {
        var bytes = request.getBytes(US_ASCII);
        for (int i = 0; i < TIMES; i++) {
            assertThat(client.send(bytes).read(replyLength)).hasSize(replyLength);
        }
    }
}
