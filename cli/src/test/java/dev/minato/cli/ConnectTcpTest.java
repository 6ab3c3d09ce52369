package dev.minato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// `connect` over TCP carries bytes both ways, passes the end on, and says what became of the connection.
class ConnectTcpTest {
    private static final byte[] HELLO = {'h', 'i', '\n', 0, (byte) 0xff};

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static Program connectTo(ServerSocket listener) {
        return Program.minato("connect", "127.0.0.1:" + listener.getLocalPort());
    }

    @Test
    void carriesBytesBothWaysUnchangedToTheEndOfBoth() throws IOException {
        long seed = System.nanoTime();
        var sent = new byte[1024 * 1024 + 1];
        new Random(seed).nextBytes(sent);
        try (var server = Serving.of("echo/tcp");
                var minato = Program.minato("connect", "localhost:" + server.tcp("echo"))
                        .input(sent)) {
            assertThat(minato.out().toEnd()).as("seed %d", seed).isEqualTo(sent);
            assertThat(minato.exitCode()).isZero();
            assertThat(minato.err().toEnd()).isEmpty();
        }
    }

    @Test
    void aHeaderOfItsOwnAddressesGoesFirst() throws IOException {
        try (var listener = listener();
                var minato = Program.minato("connect", "--proxy-header", "v1", "127.0.0.1:" + listener.getLocalPort())
                        .input(HELLO);
                Socket peer = listener.accept()) {
            String header = "PROXY TCP4 127.0.0.1 127.0.0.1 " + peer.getPort() + " " + listener.getLocalPort() + "\r\n";
            assertThat(peer.getInputStream().readNBytes(header.length()))
                    .asString()
                    .isEqualTo(header);
            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(HELLO);
            peer.shutdownOutput();
            assertThat(minato.exitCode()).isZero();
        }
    }

    @Test
    void closesItsHalfAtTheEndOfStandardInputAndGoesOnReading() throws IOException {
        try (var listener = listener();
                var minato = connectTo(listener).input(HELLO);
                Socket peer = listener.accept()) {
            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(HELLO);
            peer.getOutputStream().write(HELLO);
            peer.shutdownOutput();
            assertThat(minato.out().toEnd()).isEqualTo(HELLO);
            assertThat(minato.exitCode()).isZero();
        }
    }

    @Test
    void whatComesIsPrintedAtOnceWhileStandardInputIsOpen() throws IOException {
        try (var listener = listener();
                var minato = connectTo(listener);
                Socket peer = listener.accept()) {
            peer.getOutputStream().write('?');
            minato.out().await("\\?");
            minato.stdin().write(HELLO);
            minato.stdin().flush();
            assertThat(peer.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        }
    }

    @Test
    void endsWhenThePeerDoesThoughStandardInputIsOpen() throws IOException {
        try (var listener = listener();
                var minato = connectTo(listener)) {
            listener.accept().close();
            assertThat(minato.exitCode()).as("%s", minato).isZero();
            assertThat(minato.err().toEnd()).isEmpty();
        }
    }

    @Test
    void aResetIsOneLineAndExitCode1() throws IOException {
        try (var listener = listener();
                var minato = connectTo(listener)) {
            Socket peer = listener.accept();
            peer.setSoLinger(true, 0);
            peer.close();
            assertRefused(minato, "127.0.0.1:" + listener.getLocalPort() + ": connection reset");
        }
    }

    @Test
    void standardOutputThatNobodyReadsIsAQuietEndWithTheExitCodeOfSigpipe() throws IOException {
        try (var listener = listener();
                var minato = intoAClosedPipe("connect", "127.0.0.1:" + listener.getLocalPort());
                Socket peer = listener.accept()) {
            writeUntilRefused(peer);
            assertThat(minato.err().textToEnd()).isEqualTo("exit 141\n");
        }
    }

    private static Program intoAClosedPipe(String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "{ \"$@\"; echo exit $? >&2; } | true", "sh"));
        command.addAll(Program.minatoCommand(arguments));
        return Program.tool(command);
    }

    private static void writeUntilRefused(Socket peer) {
        var chunk = new byte[1024];
        try {
            for (; ; ) {
                peer.getOutputStream().write(chunk);
            }
        } catch (IOException e) {
            // As it should be: the other end is gone.
        }
    }

    /// The peer has ended its direction, and resets when it has seen the first bytes of a large upload.
    @Test
    void anUploadThatThePeerCutsOffIsOneLineAndExitCode1() throws IOException {
        try (var listener = listener();
                var minato = connectTo(listener).input(new byte[32 * 1024 * 1024])) {
            try (Socket peer = listener.accept()) {
                peer.getInputStream().readNBytes(HELLO.length);
                peer.shutdownOutput();
                peer.getInputStream().readNBytes(1024 * 1024);
                peer.setSoLinger(true, 0);
            }
            assertRefused(minato, "127.0.0.1:" + listener.getLocalPort());
        }
    }

    @Test
    void aPeerThatHasEndedItsDirectionStillGetsAllOfStandardInput() throws IOException {
        var sent = new byte[8 * 1024 * 1024];
        try (var listener = listener();
                var minato = connectTo(listener).input(sent);
                Socket peer = listener.accept()) {
            peer.shutdownOutput();
            assertThat(peer.getInputStream().readAllBytes()).hasSameSizeAs(sent);
            assertThat(minato.exitCode()).as("%s", minato).isZero();
        }
    }

    @Test
    void nobodyListening() throws IOException {
        try (var bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "127.0.0.1:" + bound.getLocalPort();
            try (var minato = Program.minato("connect", address)) {
                assertRefused(minato, "connect " + address + ": connection refused");
            }
        }
    }

    @Test
    void aNameThatNobodyHas() {
        try (var minato = Program.minato("connect", "nobody.invalid:80")) {
            assertRefused(minato, "connect nobody.invalid:80: host not found");
        }
    }

    @Test
    void aPeerThatDoesNotAnswerTimesOut() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try (var listener = listener()) {
            fillBacklog(listener, waiting);
            String address = "127.0.0.1:" + listener.getLocalPort();
            try (var minato = Program.minato("connect", "--timeout", "200ms", address)) {
                assertRefused(minato, "connect " + address + ": timed out");
            }
        } finally {
            for (SocketChannel each : waiting) {
                each.close();
            }
        }
    }

    /// Linux drops what comes to a full queue, so the next connection is never made.
    private static void fillBacklog(ServerSocket listener, List<SocketChannel> waiting) throws IOException {
        int more = 8;
        for (int i = 0; i < more; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.connect(listener.getLocalSocketAddress());
            waiting.add(channel);
        }
    }

    private static void assertRefused(Program minato, String said) {
        assertThat(minato.exitCode()).as("%s", minato).isEqualTo(1);
        assertThat(minato.err().textToEnd())
                .startsWith("minato: ")
                .contains(said)
                .hasLineCount(1);
    }
}
