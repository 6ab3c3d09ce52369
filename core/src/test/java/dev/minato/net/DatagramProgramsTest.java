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
import dev.minato.testing.Requirement;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

    private static void ends(Process program) throws InterruptedException {
        assertThat(program.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    /// What the program reads from its standard input goes out as one datagram.
    private static void say(Process program, String text) throws Exception {
        program.outputWriter().write(text);
        program.outputWriter().flush();
    }

    @Test
    void ncAsksAndIsAnswered() throws Exception {
        Requirement.that("nc", Programs.isThere("nc"));
        try (var socket = UdpSocket.bind(Loopback.IPV4.any())) {
            socket.setReadTimeout(Eventually.PATIENCE);
            var nc = Programs.start(
                    "nc", "-u", "127.0.0.1", "" + socket.localAddress().port());
            try {
                say(nc, "ping\n");
                var received = socket.recvFrom(buffer);
                assertThat(text()).isEqualTo("ping\n");
                socket.sendTo(bytes("pong\n"), received.sender());
                assertThat(nc.inputReader().readLine()).isEqualTo("pong");
            } finally {
                nc.destroy();
                ends(nc);
            }
        }
    }

    @Test
    void socatEchoes() throws Exception {
        Requirement.that("socat", Programs.isThere("socat"));
        int port;
        try (var free = UdpSocket.bind(Loopback.IPV4.any())) {
            port = free.localAddress().port();
        }
        var socat = Programs.start("socat", "UDP4-RECVFROM:" + port + ",bind=127.0.0.1,fork", "EXEC:cat");
        try (var socket = UdpSocket.bind(Loopback.IPV4.any())) {
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
        } finally {
            socat.destroy();
            ends(socat);
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
        Requirement.that("socat", Programs.isThere("socat"));
        try (var sink = UnixDatagram.bind(directory.resolve("sink"))) {
            sink.setReadTimeout(Eventually.PATIENCE);
            var socat = Programs.start("socat", "-u", "-", "UNIX-SENDTO:" + directory.resolve("sink"));
            try (var words = socat.outputWriter()) {
                words.write("a line");
            }
            assertThat(sink.recvFrom(buffer).sender().isUnnamed()).isTrue();
            assertThat(text()).isEqualTo("a line");
            ends(socat);
        }
    }

    @Test
    void socatReceivesAtAPath(@TempDir Path directory) throws Exception {
        requireUnixDatagrams();
        Requirement.that("socat", Programs.isThere("socat"));
        var path = directory.resolve("socat");
        var socat = Programs.start("socat", "-u", "UNIX-RECVFROM:" + path, "-");
        try (var sender = UnixDatagram.unbound()) {
            Eventually.holds("socat is there", () -> Files.exists(path));
            sender.sendTo(bytes("a line\n"), path);
            assertThat(socat.inputReader().readLine()).isEqualTo("a line");
        } finally {
            socat.destroy();
            ends(socat);
        }
    }

    @Test
    void pythonAnswersFromAnAbstractName() throws Exception {
        requireUnixDatagrams();
        Requirement.that("python3", Programs.isThere("python3"));
        String name = "minato-python-" + ProcessHandle.current().pid();
        var python = Programs.start("python3", "-c", """
                import socket
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                s.bind('\\0%s')
                print('bound', flush=True)
                data, sender = s.recvfrom(100)
                s.sendto(data[::-1], sender)
                """.formatted(name));
        try (var socket = UnixDatagram.bind(UnixAddr.unnamed());
                var named = UnixDatagram.bind(UnixAddr.ofAbstract(name + "-me"))) {
            assertThat(socket.localAddress().isUnnamed()).isTrue();
            assertThat(python.inputReader().readLine()).isEqualTo("bound");
            named.setReadTimeout(Eventually.PATIENCE);
            named.sendTo(bytes("abc"), UnixAddr.ofAbstract(name));
            named.recvFrom(buffer);
            assertThat(text()).isEqualTo("cba");
            ends(python);
        }
    }
}
