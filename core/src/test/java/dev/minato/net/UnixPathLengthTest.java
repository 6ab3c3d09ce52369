package dev.minato.net;

import static dev.minato.error.ErrorKind.INVALID_INPUT;
import static dev.minato.error.ErrorKind.NOT_FOUND;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.platform.Platform;
import dev.minato.testing.Able;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths at the limit of their length work, or are refused as too long: never anything else, and never cut.
@NetworkTest
class UnixPathLengthTest {
    /// The JDK takes one byte less than the system.
    private static final int MAX_OF_THE_JDK = 106;

    private static final boolean JDK = Platform.current().name().equals("jdk");

    private Path folder;

    /// Short, so that a name of any length makes a path of the length that is wanted.
    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(Path.of("/tmp"), "m");
    }

    @AfterEach
    void removeFolder() throws IOException {
        try (var left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private String pathOf(int length) {
        String path = folder + "/";
        return path + "p".repeat(length - path.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {105, 106, 107})
    void aStreamWorksOrIsRefusedAsTooLong(int length) throws Exception {
        String path = pathOf(length);
        if (length > MAX_OF_THE_JDK && JDK) {
            Expect.failure(INVALID_INPUT, "bind", "unix " + path, () -> UnixListener.bind(path));
            Expect.failure(INVALID_INPUT, "connect", "unix " + path, () -> UnixStream.connect(path));
        } else {
            Expect.failure(NOT_FOUND, "connect", "unix " + path, () -> UnixStream.connect(path));
            try (var listener = UnixListener.bind(path);
                    var client = UnixStream.connect(path);
                    var server = listener.accept()) {
                assertThat(client.peerAddress()).isEqualTo(UnixAddr.ofPath(path));
                assertThat(server.localAddress()).isEqualTo(UnixAddr.ofPath(path));
                client.writeAll(new byte[3]);
                client.shutdown(Shutdown.WRITE);
                assertThat(server.readToEnd(10)).hasSize(3);
            }
            assertThat(Path.of(path)).exists();
        }
    }

    /// Nothing is taken for the path that was meant.
    @Test
    void aPathOf107BytesIsNotCut() throws Exception {
        try (var shorter = UnixListener.bind(pathOf(106))) {
            String longer = pathOf(107);
            var failure = Expect.failure(JDK ? INVALID_INPUT : NOT_FOUND, () -> UnixStream.connect(longer));
            assertThat(failure.operation()).isEqualTo("connect");
            shorter.setNonBlocking(true);
            Expect.failure(WOULD_BLOCK, shorter::accept);
        }
    }

    /// With the options that look at the path first.
    @Test
    void aStaleOneIsReplacedAtTheLimit() throws NetException {
        String path = pathOf(JDK ? MAX_OF_THE_JDK : UnixAddr.MAX_BYTES);
        UnixListener.bind(path).close();
        UnixListener.options().removeStale(true).unlinkOnClose(true).bind(path).close();
        assertThat(Path.of(path)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {106, 107})
    void aDatagramSocketTakesWhatTheSystemTakes(int length) throws Exception {
        String path = pathOf(length);
        Able.orUnsupported(Able.here().unixDatagrams(), () -> {
            try (var socket = UnixDatagram.bind(path);
                    var sender = UnixDatagram.unbound()) {
                assertThat(socket.localAddress()).isEqualTo(UnixAddr.ofPath(path));
                sender.sendTo(ByteBuffer.allocate(3), UnixAddr.ofPath(path));
                var buffer = ByteBuffer.allocate(10);
                socket.recvFrom(buffer);
                assertThat(buffer.position()).isEqualTo(3);
            }
        });
    }

    @Test
    void aPathOf108BytesIsRefusedByAll() {
        String path = pathOf(108);
        for (var failure : new NetException[] {
            Expect.failure(INVALID_INPUT, "bind", path, () -> UnixListener.bind(path)),
            Expect.failure(
                    INVALID_INPUT,
                    "bind",
                    path,
                    () -> UnixListener.options().removeStale(true).bind(path)),
            Expect.failure(INVALID_INPUT, "connect", path, () -> UnixStream.connect(path)),
            Expect.failure(INVALID_INPUT, "bind", path, () -> UnixDatagram.bind(path)),
        }) {
            assertThat(failure).hasMessageContaining("108 bytes, more than 107");
        }
    }
}
