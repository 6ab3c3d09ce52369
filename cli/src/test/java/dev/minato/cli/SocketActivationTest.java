package dev.minato.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Platform;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sockets that systemd hands in are served: by name, or in the order of the arguments; the connection that
/// started the service is the first; and what does not fit is said, and served by nobody.
class SocketActivationTest {
    @TempDir
    Path folder;

    @BeforeEach
    void whereAble() {
        Require.tool("systemd-socket-activate");
    }

    private static void onLinux() {
        Assumptions.assumeTrue(Platform.current().capabilities().inheritedSockets());
    }

    private static String listen(InetSocketAddress address) {
        return "--listen=" + Activated.text(address);
    }

    @Test
    void unnamedSocketsAreServedInTheOrderOfTheArguments() throws IOException {
        onLinux();
        var first = Activated.address();
        var second = Activated.address();
        try (var server = Activated.start(2, List.of(listen(first), listen(second)), "serve", "echo", "line")) {
            assertThat(Activated.ask(second, "the one that started it\n")).isEqualTo("THE ONE THAT STARTED IT\n");
            assertThat(Activated.ask(first, "hello\n")).isEqualTo("hello\n");
            server.program().out().await("^echo +tcp +" + Activated.text(first));
            server.program().out().await("^line +tcp +" + Activated.text(second));
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
        }
    }

    @Test
    void namedSocketsAreServedByTheirNamesAndAUnixPathStays() throws IOException {
        onLinux();
        Path path = folder.resolve("line.sock");
        var kv = Activated.address();
        var options = List.of("--listen=" + path, listen(kv), "--fdname=line:kv/tcp");
        try (var server = Activated.start(2, options, "serve")) {
            assertThat(askUnix(path, "hello\n")).isEqualTo("HELLO\n");
            assertThat(Activated.ask(kv, "SET a b\nGET a\n")).isEqualTo("OK\nb\n");
            server.program().out().await("^line +tcp +unix " + path);
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
        }
        assertThat(path).exists();
    }

    private static String askUnix(Path path, String request) throws IOException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
            channel.shutdownOutput();
            var reply = ByteBuffer.allocate(1000);
            while (channel.read(reply) >= 0) {}
            return new String(reply.array(), 0, reply.position(), ISO_8859_1);
        }
    }

    @Test
    void datagramSocketIsServedAndItsFirstDatagramAnswered() throws IOException {
        onLinux();
        var address = Activated.address();
        try (var _ = Activated.start(1, List.of("--datagram", listen(address)), "serve", "reverse");
                var client = new DatagramSocket()) {
            client.setSoTimeout(60_000);
            client.send(new DatagramPacket("abc".getBytes(ISO_8859_1), 3, address));
            var reply = new DatagramPacket(new byte[9], 9);
            client.receive(reply);
            assertThat(new String(reply.getData(), 0, reply.getLength(), ISO_8859_1))
                    .isEqualTo("cba");
        }
    }

    @Test
    void addressesOfTheCommandLineAreBoundBesideTheSockets() throws IOException {
        onLinux();
        var address = Activated.address();
        try (var server = Activated.start(1, List.of(listen(address), "--fdname=echo"), "serve", "line=127.0.0.1:0")) {
            assertThat(Activated.ask(address, "hello")).isEqualTo("hello");
            server.program().out().await("^line +tcp +127\\.0\\.0\\.1:\\d+$");
        }
    }

    @Test
    void acceptedConnectionIsServedAndTheProcessEnds() throws IOException {
        onLinux();
        var address = Activated.address();
        try (var server = Activated.start(1, List.of("--accept", listen(address)), "serve", "line")) {
            assertThat(Activated.ask(address, "hello\n")).isEqualTo("HELLO\n");
            server.program().err().await("died with code 0");
        }
    }

    @Test
    void whatDoesNotFitIsAnInvalidCommandLineThatNamesTheDescriptor() throws IOException {
        onLinux();
        refused("file descriptor 3 (unknown), listener tcp ADDRESS: not what time is served over", "", "time");
        refused(
                "kv: no socket was handed in for it; there are file descriptor 3 (unknown), listener tcp ADDRESS",
                "",
                "echo",
                "kv");
        refused("file descriptor 3 (unknown), listener tcp ADDRESS: no service for it", "");
        refused("file descriptor 3 (web), listener tcp ADDRESS: unknown service 'web'", "web");
        refused("file descriptor 3 (echo/udp), listener tcp ADDRESS: not what echo/udp is served over", "echo/udp");
        refused("file descriptor 3 (echo), listener tcp ADDRESS: the command line does not name echo", "echo", "line");
    }

    private static void refused(String line, String name, String... arguments) throws IOException {
        var address = Activated.address();
        List<String> options = name.isEmpty() ? List.of(listen(address)) : List.of(listen(address), "--fdname=" + name);
        String[] command = new String[arguments.length + 1];
        command[0] = "serve";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try (var server = Activated.start(1, options, command)) {
            knock(address);
            assertThat(server.program().exitCode()).isEqualTo(2);
            assertThat(server.program().err().textToEnd())
                    .contains("minato: " + line.replace("ADDRESS", Activated.text(address)));
            assertThat(server.program().out().textToEnd()).isEmpty();
        }
    }

    private static void knock(InetSocketAddress address) throws IOException {
        try (var _ = new Socket(address.getAddress(), address.getPort())) {}
    }

    @Test
    void theJdkPlatformSaysThatItCannot() throws IOException {
        Assumptions.assumeFalse(Platform.current().capabilities().inheritedSockets());
        var address = Activated.address();
        try (var server = Activated.start(1, List.of(listen(address)), "serve", "echo")) {
            knock(address);
            assertThat(server.program().exitCode()).isEqualTo(1);
            assertThat(server.program().err().textToEnd())
                    .contains("minato: adopt file descriptor 3: unsupported")
                    .contains("the linux platform does");
        }
    }

    /// The real inetd style, which the jdk platform can do, too: descriptor 0 is the connection.
    @Test
    void inetdStyleServesTheConnectionOnStandardInputAndEnds() throws IOException {
        var address = Activated.address();
        try (var server =
                Activated.start(1, List.of("--inetd", "--accept", listen(address)), "serve", "--inetd", "line")) {
            assertThat(Activated.ask(address, "hello\n")).isEqualTo("HELLO\n");
            server.program().err().await("died with code 0");
        }
    }

    @Test
    void inetdStyleServesTheListenerOnStandardInputUntilASignal() throws IOException {
        var address = Activated.address();
        try (var server = Activated.start(1, List.of("--inetd", listen(address)), "serve", "--inetd", "line")) {
            assertThat(Activated.ask(address, "one\n")).isEqualTo("ONE\n");
            assertThat(Activated.ask(address, "two\n")).isEqualTo("TWO\n");
            server.program().terminate();
            assertThat(server.program().exitCode()).isZero();
        }
    }

    @Test
    void inetdStyleServesOneServiceAndNeedsASocket() {
        try (var many = Program.minato("serve", "--inetd", "echo", "line");
                var addressed = Program.minato("serve", "--inetd", "echo=127.0.0.1:0");
                var pipe = Program.minato("serve", "--inetd", "echo")) {
            assertThat(many.exitCode()).isEqualTo(2);
            assertThat(addressed.exitCode()).isEqualTo(2);
            assertThat(addressed.err().textToEnd()).contains("--inetd serves one service, named without an address");
            assertThat(pipe.exitCode()).isEqualTo(2);
            assertThat(pipe.err().textToEnd()).contains("minato: adopt file descriptor 0: invalid input");
        }
    }
}
