package dev.minato.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.minato.address.SocketAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;

/// Datagrams cost what the JDK's channel allocates for them, and nothing of ours.
@NetworkTest
class UdpAllocationTest {
    private static final int DATAGRAMS = 20_000;
    private static final int ROUNDS = 12;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);

    private interface Echo {
        void once() throws IOException;
    }

    private long perDatagram(Echo echo) throws IOException {
        long least = Long.MAX_VALUE;
        // The compiler decides when the steady state is reached: the least of some rounds is that of the last
        // ones.
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < DATAGRAMS; i++) {
                echo.once();
            }
            least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / DATAGRAMS);
        }
        return least;
    }

    @Test
    void echoAllocatesLittleMoreThanTheJdk() throws IOException {
        long ours = ours();
        long theirs = theirs();

        System.out.println(
                "echo of a datagram to a known peer: " + ours + " bytes; the JDK's channel alone: " + theirs);
        // On jdk also the address that the JDK is to send to; on linux nothing, whatever ran before in this
        // JVM. On linux nothing, or a segment for each call, by what ran before in this process: this is no
        // thread of a loop, whose memory would be used instead.
        assertThat(ours).isLessThanOrEqualTo(Platform.current().name().equals("jdk") ? theirs + 64 : 8);
    }

    private long ours() throws IOException {
        try (var client = UdpSocket.bind(Loopback.IPV4.any());
                var server = UdpSocket.bind(Loopback.IPV4.any())) {
            var received = new Received();
            var to = server.localAddress();
            // From its first wait on a socket has a loop, and the loop's memory for its calls.
            client.awaitWritable();
            server.awaitWritable();
            return perDatagram(() -> echo(client, server, to, received));
        }
    }

    private void echo(UdpSocket client, UdpSocket server, SocketAddr to, Received received) throws NetException {
        client.sendTo(buffer.clear(), to);
        server.recvFrom(buffer.clear(), received);
        server.sendTo(buffer.flip(), received.sender());
        client.recvFrom(buffer.clear(), received);
    }

    private long theirs() throws IOException {
        try (var client = channel();
                var server = channel()) {
            SocketAddress to = server.getLocalAddress();
            return perDatagram(() -> {
                client.send(buffer.clear(), to);
                server.send(buffer.clear(), server.receive(buffer));
                client.receive(buffer.clear());
            });
        }
    }

    private static DatagramChannel channel() throws IOException {
        return DatagramChannel.open(StandardProtocolFamily.INET)
                .bind(Loopback.IPV4.any().toInetSocketAddress());
    }
}
