package dev.minato.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Eventually;
import dev.minato.testing.Loopback;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Datagrams to and from other people's programs: socat, nc and Python's sockets.
@NetworkTest
class DatagramProgramsTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(64);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private String text() {
        String text = UTF_8.decode(buffer.flip()).toString();
        buffer.clear();
        return text;
    }

    @Test
    void ncAsksAndIsAnswered() throws Exception {
        Tool.require("nc");
        try (var socket = UdpSocket.bind(Loopback.IPV4.any())) {
            socket.setReadTimeout(Eventually.PATIENCE);
            var nc = Tool.start(
                    "nc", "-u", "127.0.0.1", "" + socket.localAddress().port());
            try (nc) {
                nc.say("ping\n");
                var received = socket.recvFrom(buffer);
                assertThat(text()).isEqualTo("ping\n");
                socket.sendTo(bytes("pong\n"), received.sender());
                assertThat(nc.line()).isEqualTo("pong");
            }
        }
    }

    @Test
    void socatEchoes() throws Exception {
        Tool.require("socat");
        int port;
        try (var free = UdpSocket.bind(Loopback.IPV4.any())) {
            port = free.localAddress().port();
        }
        try (var socat = Tool.start("socat", "UDP4-RECVFROM:" + port + ",bind=127.0.0.1,fork", "EXEC:cat");
                var socket = UdpSocket.bind(Loopback.IPV4.any())) {
            assertThat(socat.isRunning()).isTrue();
            socket.connect(Loopback.IPV4.at(port));
            Eventually.holds("socat answers", () -> {
                try {
                    socket.send(bytes("hello"));
                    socket.setReadTimeout(Duration.ofMillis(200));
                    return socket.recv(buffer.clear()) == 5;
                } catch (NetException notYet) {
                    return false;
                }
            });
            assertThat(text()).isEqualTo("hello");
        }
    }

    private static void requireUnixDatagrams() {
        assumeThat(Platform.current().name())
                .as("a platform with Unix datagrams")
                .isNotEqualTo("jdk");
    }

    @Test
    void socatSendsToAPath(@TempDir Path directory) throws Exception {
        requireUnixDatagrams();
        Tool.require("socat");
        try (var sink = UnixDatagram.bind(directory.resolve("sink"))) {
            sink.setReadTimeout(Eventually.PATIENCE);
            Tool.output("a line", "socat", "-u", "-", "UNIX-SENDTO:" + directory.resolve("sink"));
            assertThat(sink.recvFrom(buffer).sender().isUnnamed()).isTrue();
            assertThat(text()).isEqualTo("a line");
        }
    }

    @Test
    void socatReceivesAtAPath(@TempDir Path directory) throws Exception {
        requireUnixDatagrams();
        Tool.require("socat");
        var path = directory.resolve("socat");
        try (var socat = Tool.start("socat", "-u", "UNIX-RECVFROM:" + path, "-");
                var sender = UnixDatagram.unbound()) {
            Eventually.holds("socat is there", () -> Files.exists(path));
            sender.sendTo(bytes("a line\n"), path);
            assertThat(socat.line()).isEqualTo("a line");
        }
    }

    @Test
    void pythonAnswersFromAnAbstractName() throws Exception {
        requireUnixDatagrams();
        Tool.require("python3");
        String name = "minato-python-" + ProcessHandle.current().pid();
        var python = Tool.start("python3", "-c", """
                import socket
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                s.bind('\\0%s')
                print('bound', flush=True)
                data, sender = s.recvfrom(100)
                s.sendto(data[::-1], sender)
                """.formatted(name));
        try (python;
                var socket = UnixDatagram.bind(UnixAddr.unnamed());
                var named = UnixDatagram.bind(UnixAddr.ofAbstract(name + "-me"))) {
            assertThat(socket.localAddress().isUnnamed()).isTrue();
            assertThat(python.line()).isEqualTo("bound");
            named.setReadTimeout(Eventually.PATIENCE);
            named.sendTo(bytes("abc"), UnixAddr.ofAbstract(name));
            named.recvFrom(buffer);
            assertThat(text()).isEqualTo("cba");
            assertThat(python.exitCode()).isZero();
        }
    }
}
