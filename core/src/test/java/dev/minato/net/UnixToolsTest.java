package dev.minato.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Call;
import dev.minato.testing.Eventually;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import dev.minato.testing.Tool;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Unix sockets with other people's programs at the other end.
@NetworkTest
@Tag("real")
class UnixToolsTest {
    private static final String TEXT = "0123456789abcdef".repeat(16 * 1024);

    @TempDir
    Path folder;

    /// Sends back what comes on one connection.
    private static Call<Threads> echoing(UnixListener listener) {
        return Threads.VIRTUAL.run(() -> {
            try (var stream = listener.accept()) {
                var buffer = ByteBuffer.allocate(8 * 1024);
                while (stream.read(buffer.clear()) != -1) {
                    stream.writeAll(buffer.flip());
                }
            }
        });
    }

    @Test
    void socatGetsEverythingBack() throws Exception {
        Path path = folder.resolve("x");
        try (var listener = UnixListener.bind(path)) {
            var echo = echoing(listener);
            assertThat(Tool.output(TEXT, "socat", "-t", "30", "-", "UNIX-CONNECT:" + path))
                    .isEqualTo(TEXT);
            echo.result();
        }
    }

    @Test
    void ncGetsEverythingBack() throws Exception {
        Path path = folder.resolve("x");
        try (var listener = UnixListener.bind(path)) {
            var echo = echoing(listener);
            assertThat(Tool.output(TEXT, "nc", "-N", "-U", path.toString())).isEqualTo(TEXT);
            echo.result();
        }
    }

    @Test
    void socatListensAndIsConnectedTo() throws Exception {
        Path path = folder.resolve("x");
        try (var socat = Tool.start("socat", "-t", "30", "UNIX-LISTEN:" + path, "EXEC:cat")) {
            Eventually.holds("socat listens", () -> Files.exists(path));
            try (var stream = connectOnceItListens(path)) {
                stream.writeAll("hello".getBytes(US_ASCII));
                stream.shutdown(Shutdown.WRITE);
                assertThat(stream.readToString(100)).isEqualTo("hello");
            }
            assertThat(socat.text()).isEmpty();
        }
    }

    private static UnixStream connectOnceItListens(Path path) throws Exception {
        var stream = new UnixStream[1];
        Eventually.holds("somebody listens at " + path, () -> {
            try {
                stream[0] = UnixStream.connect(path);
                return true;
            } catch (NetException e) {
                return false;
            }
        });
        return stream[0];
    }

    @Test
    void socatConnectsToAnAbstractName() throws Exception {
        assumeTrue(Able.here().abstractNames(), "abstract names");
        String name = "minato-socat-" + ProcessHandle.current().pid();
        try (var listener = UnixListener.bind(UnixAddr.ofAbstract(name))) {
            var echo = echoing(listener);
            assertThat(Tool.output(TEXT, "socat", "-t", "30", "-", "ABSTRACT-CONNECT:" + name))
                    .isEqualTo(TEXT);
            echo.result();
        }
    }

    @Test
    void curlSpeaksHttpThroughAPath() throws Exception {
        Path path = folder.resolve("x");
        try (var listener = UnixListener.bind(path)) {
            var server = answering(listener);
            assertThat(Tool.output("", "curl", "-sS", "--unix-socket", path.toString(), "http://here/"))
                    .isEqualTo("hello");
            server.result();
        }
    }

    @Test
    void curlSpeaksHttpThroughAnAbstractName() throws Exception {
        assumeTrue(Able.here().abstractNames(), "abstract names");
        String name = "minato-curl-" + ProcessHandle.current().pid();
        try (var listener = UnixListener.bind(UnixAddr.ofAbstract(name))) {
            var server = answering(listener);
            assertThat(Tool.output("", "curl", "-sS", "--abstract-unix-socket", name, "http://here/"))
                    .isEqualTo("hello");
            server.result();
        }
    }

    private static Call<Threads> answering(UnixListener listener) {
        return Threads.VIRTUAL.run(() -> {
            try (var stream = listener.accept()) {
                var head = new StringBuilder();
                var buffer = ByteBuffer.allocate(1024);
                while (head.indexOf("\r\n\r\n") < 0 && stream.read(buffer.clear()) != -1) {
                    head.append(US_ASCII.decode(buffer.flip()));
                }
                stream.writeAll(
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello".getBytes(US_ASCII));
                stream.shutdown(Shutdown.WRITE);
                stream.readToEnd(1024);
            }
        });
    }
}
