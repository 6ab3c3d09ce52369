package dev.minato.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.Shutdown;
import dev.minato.net.TcpListener;
import dev.minato.net.TcpStream;
import dev.minato.testing.Call;
import dev.minato.testing.Loopback;
import dev.minato.testing.Pattern;
import dev.minato.testing.Subprocess;
import dev.minato.testing.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/// Programs of other people at the other end: the same bytes come.
@Contract
@Tag("real")
class OtherProgramsContract {
    private static final int LENGTH = 300_000;

    @Parameter
    World world;

    @Test
    void socatIsEchoed() throws Exception {
        isEchoed("socat", "-t20", "-", "TCP:%s");
    }

    @Test
    void netcatIsEchoed() throws Exception {
        isEchoed("nc", "-N", world.family().host(), "%d");
    }

    private void isEchoed(String... command) throws Exception {
        try (var listener = world.listener()) {
            Call<World> echo = world.run(() -> echoOne(listener));
            int port = listener.localAddress().port();
            var line = List.of(command).stream()
                    .map(word -> word.replace("%s", listener.localAddress().toString())
                            .replace("%d", String.valueOf(port)))
                    .toList();
            byte[] back = run(bytes(LENGTH), line);
            assertThat(back).isEqualTo(bytes(LENGTH));
            echo.result();
        }
    }

    @Test
    void socatEchoes() throws Exception {
        var host = world.family() == Loopback.IPV4 ? "TCP4-LISTEN:0,bind=127.0.0.1" : "TCP6-LISTEN:0,bind=[::1]";
        Tool.require("socat");
        try (var socat = Subprocess.startMerged(List.of("socat", "-d", "-d", host, "EXEC:cat"))) {
            int port = portOf(socat);
            try (var stream = TcpStream.connect(world.family().at(port))) {
                var writer = world.run(() -> {
                    stream.writeAll(bytes(LENGTH));
                    stream.shutdown(Shutdown.WRITE);
                });
                assertThat(stream.readToEnd(2 * LENGTH)).isEqualTo(bytes(LENGTH));
                writer.result();
            }
        }
    }

    /// socat says where it listens, since the system chose the port.
    private static int portOf(Subprocess socat) {
        String line = socat.line();
        while (!line.contains("listening on")) {
            line = socat.line();
        }
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1).strip());
    }

    @Test
    void socatSendsAndReceivesDatagrams() throws Exception {
        try (var socket = world.udpSocket()) {
            var echo = world.run(() -> {
                var buffer = ByteBuffer.allocate(10_000);
                var sender = socket.recvFrom(buffer).sender();
                socket.sendTo(buffer.flip(), sender);
            });
            var udp = (world.family() == Loopback.IPV4 ? "UDP4:" : "UDP6:") + socket.localAddress();
            assertThat(run(bytes(5000), List.of("socat", "-t1", "-b", "10000", "-", udp)))
                    .isEqualTo(bytes(5000));
            echo.result();
        }
    }

    @Test
    void curlGetsAndPosts() throws Exception {
        try (var listener = world.listener()) {
            var server = world.call(() -> {
                try (var stream = listener.accept()) {
                    return serve(stream);
                }
            });
            var url = "http://" + listener.localAddress() + "/";
            var line = List.of("curl", "-sS", "-H", "Expect:", "--data-binary", "@-", url);
            assertThat(run(bytes(LENGTH), line)).asString(UTF_8).isEqualTo("thanks");
            assertThat(server.result()).isEqualTo(LENGTH);
        }
    }

    /// Takes a request whose body is [Pattern], and thanks; how long the body was.
    private static int serve(TcpStream stream) throws IOException {
        var input = stream.inputStream();
        int length = 0;
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        var body = ByteBuffer.allocate(length);
        stream.readExact(body);
        Pattern.check(body.flip(), 0);
        stream.writeAll("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nthanks".getBytes(UTF_8));
        return length;
    }

    private static String line(InputStream input) throws IOException {
        var line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static void echoOne(TcpListener listener) throws Exception {
        try (var stream = listener.accept()) {
            var buffer = ByteBuffer.allocate(10_000);
            while (stream.read(buffer.clear()) != -1) {
                stream.writeAll(buffer.flip());
            }
        }
    }

    private static byte[] bytes(int count) {
        return Pattern.bytes(0, count).array();
    }

    /// What the program writes when it is given that input.
    private static byte[] run(byte[] input, List<String> command) throws IOException {
        return Tool.output(input, command.toArray(String[]::new));
    }
}
