package dev.minato.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.io.Copied;
import dev.minato.io.Copy;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// Bytes that the kernel moves from and to a connection of a server by a pipe are counted as all are.
@NetworkTest
class SplicedBytesTest {
    private static final int MUCH = 3_000_000;

    private final LinkedBlockingQueue<Copied> relayed = new LinkedBlockingQueue<>();

    private Kit proxy(TcpListener behind, ServerMetrics metrics) throws IOException {
        ConnectionHandler relay = connection -> {
            try (var server = TcpStream.connect(behind.localAddress())) {
                relayed.add(Copy.copyBidirectional(connection.stream(), server));
            }
        };
        return Kit.of(relay, builder -> builder.observer(metrics));
    }

    @Test
    void aProxyCountsThem() throws Exception {
        var metrics = new ServerMetrics();
        metrics.add("test");
        try (var behind = TcpListener.bind("127.0.0.1:0");
                var kit = proxy(behind, metrics);
                var client = TcpStream.connect(kit.server.localAddresses().getFirst());
                var server = behind.accept()) {
            var sending = Threads.VIRTUAL.run(() -> send(client, MUCH));
            assertThat(Pattern.checkToEnd(server)).isEqualTo(MUCH);
            var answering = Threads.VIRTUAL.run(() -> send(server, 2 * MUCH));
            assertThat(Pattern.checkToEnd(client)).isEqualTo(2 * MUCH);
            sending.result();
            answering.result();

            Eventually.holds(
                    "the connection has ended",
                    () -> metrics.counts().getFirst().allClosed() == 1);
            assertThat(relayed.take()).isEqualTo(new Copied(MUCH, 2 * MUCH));
        }
        assertThat(metrics.counts().getFirst().bytesIn()).isEqualTo(MUCH);
        assertThat(metrics.counts().getFirst().bytesOut()).isEqualTo(2 * MUCH);
    }

    private static void send(TcpStream to, int length) throws Exception {
        to.writeAll(Pattern.bytes(0, length));
        to.shutdown(Shutdown.WRITE);
    }
}
