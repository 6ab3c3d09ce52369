package dev.minato.examples.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.examples.Wire;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Failures told apart by their kind, and waits that end.
@Timeout(60)
class ErrorsTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void aPortThatIsTaken() throws Exception {
        try (var server = new ServerSocket(0, 1, LOOPBACK)) {
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThat(ErrorKinds.listen(address)).isEqualTo(address + " is taken; does the server run already?");
            assertThat(ErrorKinds.connect(address)).isEqualTo("somebody listens at " + address);
        }
    }

    @Test
    void aPortWhereNobodyListens() throws Exception {
        try (var bound = new Socket()) { // and not listening, so that nobody else can
            bound.bind(new InetSocketAddress(LOOPBACK, 0));
            String address = "127.0.0.1:" + bound.getLocalPort();
            assertThat(ErrorKinds.connect(address))
                    .isEqualTo("nobody listens at " + address + "; start the server first");
        }
    }

    @Test
    void anAddressOfAnotherMachine() throws Exception {
        assertThat(ErrorKinds.listen("192.0.2.1:0")).isEqualTo("192.0.2.1:0 is not an address of this machine");
    }

    @Test
    void aFreePort() throws Exception {
        assertThat(ErrorKinds.listen("127.0.0.1:0")).startsWith("could listen at 127.0.0.1:");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // whose full backlog lets further connections wait
    void connectingEnds() throws Exception {
        try (var server = new ServerSocket(0, 1, LOOPBACK);
                var _ = new FullBacklog(server.getLocalSocketAddress())) {
            String address = "127.0.0.1:" + server.getLocalPort();
            assertThat(Timeouts.connect(address, SHORT)).isEqualTo("could not connect: timed out");
        }
    }

    @Test
    void readingEndsAndLosesNothing() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var peer = Wire.connect(listener.localAddress());
                var stream = listener.accept()) {
            assertThat(Timeouts.read(stream, SHORT)).isEqualTo("nothing came within 50 ms");
            Wire.send(peer, "late");
            assertThat(Timeouts.read(stream, Duration.ofSeconds(10))).isEqualTo("read 4 bytes");
            peer.shutdownOutput();
            assertThat(Timeouts.read(stream, Duration.ofSeconds(10))).isEqualTo("the peer has ended");
        }
    }

    @Test
    void writingEndsAndSaysHowFarItGot() throws Exception {
        try (var listener = TcpListener.bind("127.0.0.1:0");
                var stream = TcpStream.connect(listener.localAddress());
                var peer = listener.accept()) {
            String said = Timeouts.write(stream, SHORT);
            stream.shutdown(Shutdown.WRITE);
            int received = peer.readToEnd(64 * 1024 * 1024).length;
            assertThat(said).isEqualTo("the peer takes no more after " + received + " bytes");
        }
    }

    /// Connections that nobody accepts: the two that fit into a backlog of one (Linux takes one more), and
    /// others that wait behind them.
    private static final class FullBacklog implements AutoCloseable {
        private final List<SocketChannel> channels = new ArrayList<>();

        FullBacklog(SocketAddress server) throws IOException {
            for (int i = 0; i < 10; i++) {
                var channel = SocketChannel.open();
                channels.add(channel);
                channel.configureBlocking(false);
                channel.connect(server);
            }
            while (connected() < 2) { // the test's timeout ends it
                Thread.yield();
            }
        }

        private int connected() throws IOException {
            int count = 0;
            for (SocketChannel channel : channels) {
                count += channel.finishConnect() ? 1 : 0;
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
