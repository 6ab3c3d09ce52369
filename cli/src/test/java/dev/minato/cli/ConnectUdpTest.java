package dev.minato.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Platform;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

/// `connect --udp` makes a datagram of each line and a line of each reply.
class ConnectUdpTest {
    private static final int PATIENCE_MILLIS = 60_000;

    /// Long enough that it never passes in a test.
    private static final String LONG = "60m";

    private static DatagramSocket peer() throws IOException {
        var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static Program connectTo(DatagramSocket peer, String silence) {
        return Program.minato("connect", "--udp", "--timeout", silence, "127.0.0.1:" + peer.getLocalPort());
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
    }

    private static void send(DatagramSocket from, SocketAddress to, String text) throws IOException {
        byte[] bytes = text.getBytes(ISO_8859_1);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    @Test
    void eachLineWithoutItsNewlineIsADatagram() throws IOException {
        try (var peer = peer();
                var minato = connectTo(peer, "1ms").input("one\ncr\r\nlast")) {
            assertThat(text(receive(peer))).isEqualTo("one");
            assertThat(text(receive(peer))).isEqualTo("cr\r");
            assertThat(text(receive(peer))).isEqualTo("last");
            assertThat(minato.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void eachReplyIsALineAndGetsANewlineOnlyIfItHasNone() throws IOException {
        try (var peer = peer();
                var minato = connectTo(peer, LONG)) {
            minato.stdin().write("ask\n".getBytes(ISO_8859_1));
            minato.stdin().flush();
            SocketAddress asker = receive(peer).getSocketAddress();
            send(peer, asker, "plain");
            send(peer, asker, "line\n");
            send(peer, asker, "");
            send(peer, asker, "end");
            assertThat(minato.out().await("(?s).*end\n").group()).isEqualTo("plain\nline\n\nend\n");
        }
    }

    @Test
    void itWaitsForTheReplyAfterTheEndOfStandardInputAndExits0AfterTheSilence() throws IOException {
        try (var server = Serving.of("reverse");
                var minato = Program.minato("connect", "--udp", "127.0.0.1:" + server.udp("reverse"))
                        .input("Hello")) {
            assertThat(minato.out().textToEnd()).isEqualTo("olleH\n");
            assertThat(minato.exitCode()).isZero();
            assertThat(minato.err().toEnd()).isEmpty();
        }
    }

    @Test
    void thereIsNoTimeLimitWhileStandardInputIsOpen() throws IOException {
        try (var peer = peer();
                var minato = connectTo(peer, "1ms")) {
            minato.stdin().write("one\n".getBytes(ISO_8859_1));
            minato.stdin().flush();
            SocketAddress asker = receive(peer).getSocketAddress();
            send(peer, asker, "first");
            minato.out().await("first\n");
            send(peer, asker, "second");
            minato.out().await("second\n");
            minato.stdin().close();
            assertThat(minato.exitCode()).isZero();
        }
    }

    @Test
    void noReplyIsOneLineAndExitCode1() throws IOException {
        try (var peer = peer();
                var minato = connectTo(peer, "50ms").input("hello?\n")) {
            assertFailed(minato, "no reply from 127.0.0.1:" + peer.getLocalPort());
        }
    }

    @Test
    void nobodyThereIsOneLineAndExitCode1() throws IOException {
        String address;
        try (var gone = peer()) {
            address = "127.0.0.1:" + gone.getLocalPort();
        }
        try (var minato = Program.minato("connect", "--udp", "--timeout", LONG, address)) {
            minato.stdin().write("hello?\n".getBytes(ISO_8859_1));
            minato.stdin().flush();
            assertFailed(minato, address + ": connection refused");
        }
    }

    @Test
    void aLineThatNoDatagramHoldsIsOneLineAndExitCode1() throws IOException {
        try (var peer = peer();
                var minato = connectTo(peer, LONG).input("x".repeat(65_508) + "\n")) {
            assertFailed(minato, "message too long");
        }
        try (var peer = peer();
                var minato = connectTo(peer, LONG).input("x".repeat(10_000_000))) {
            assertFailed(minato, "a line is longer than a datagram can be");
        }
    }

    /// The tests run on the platform that the command runs on.
    @Test
    void anEmptyLineIsAnEmptyDatagramWhereThePlatformCanSendOne() throws IOException {
        try (var peer = peer();
                var minato = connectTo(peer, "1ms").input("\n")) {
            if (Platform.current().capabilities().sendsEmptyWhenConnected()) {
                assertThat(text(receive(peer))).isEmpty();
            } else {
                assertFailed(minato, "127.0.0.1:" + peer.getLocalPort() + ": unsupported");
            }
        }
    }

    private static void assertFailed(Program minato, String said) {
        assertThat(minato.exitCode()).as("%s", minato).isEqualTo(1);
        assertThat(minato.err().textToEnd())
                .startsWith("minato: ")
                .contains(said)
                .hasLineCount(1);
    }
}
