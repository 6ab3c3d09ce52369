package dev.minato.net;

import static dev.minato.error.ErrorKind.ADDRESS_IN_USE;
import static dev.minato.error.ErrorKind.CLOSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a Unix listener does with its path: what stays, what is removed, and what is not.
@NetworkTest
@SuppressWarnings("try") // closing is what is tested
class UnixPathTest {
    private static final UnixListenerOptions REMOVING = UnixListener.options().removeStale(true);

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void choose() {
        path = folder.resolve("x.sock");
    }

    private void leaveStale() throws NetException {
        UnixListener.bind(path).close();
    }

    @Test
    void thePathStaysAfterTheCloseAndIsInUse() throws NetException {
        leaveStale();
        assertThat(path).exists();
        Expect.failure(ADDRESS_IN_USE, "bind", "unix " + path, () -> UnixListener.bind(path));
    }

    @Test
    void aStaleSocketIsReplacedOnRequest() throws NetException {
        leaveStale();
        try (var listener = REMOVING.bind(path);
                var stream = UnixStream.connect(path);
                var accepted = listener.accept()) {
            stream.close();
            assertThat(accepted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void withoutASocketInTheWayRemovingChangesNothing() throws NetException {
        REMOVING.bind(path.toString()).close();
        assertThat(path).exists();
    }

    @Test
    void aLiveSocketIsNotRemoved() throws NetException {
        try (var live = UnixListener.bind(path)) {
            Expect.failure(ADDRESS_IN_USE, "bind", "unix " + path, () -> REMOVING.bind(path));
            try (var stream = UnixStream.connect(path)) {
                stream.writeAll(new byte[1]);
                assertThat(firstByte(live)).isEqualTo(1);
            }
        }
    }

    /// How much the first connection sends that sends anything: others only look whether somebody listens.
    private static int firstByte(UnixListener listener) throws NetException {
        for (; ; ) {
            try (var accepted = listener.accept()) {
                int count = accepted.read(ByteBuffer.allocate(9));
                if (count > 0) {
                    return count;
                }
            }
        }
    }

    @Test
    void aLiveSocketWithAFullBacklogIsNotRemoved() throws NetException {
        var queued = new ArrayList<UnixStream>();
        try (var live = UnixListener.options().backlog(1).bind(path)) {
            for (int i = 0; i < 2; i++) {
                queued.add(UnixStream.connect(path));
            }
            Expect.failure(ADDRESS_IN_USE, () -> REMOVING.bind(path));
            live.accept().close();
        }
        for (UnixStream stream : queued) {
            stream.close();
        }
    }

    @Test
    void nothingButASocketIsRemoved() throws IOException {
        Files.writeString(path, "precious");
        Expect.failure(ADDRESS_IN_USE, () -> REMOVING.bind(path));
        assertThat(path).hasContent("precious");

        Path directory = Files.createDirectory(folder.resolve("directory"));
        Expect.failure(ADDRESS_IN_USE, () -> REMOVING.bind(directory));
        assertThat(directory).isDirectory();

        Path target = folder.resolve("target");
        UnixListener.bind(target).close();
        Path link = Files.createSymbolicLink(folder.resolve("link"), target);
        Expect.failure(ADDRESS_IN_USE, () -> REMOVING.bind(link));
        assertThat(link).isSymbolicLink();
        assertThat(target).exists();
    }

    @Test
    void theLastCloseUnlinksOnRequest() throws NetException {
        try (var listener = UnixListener.options().unlinkOnClose(true).bind(path);
                var clone = listener.tryClone()) {
            listener.close();
            assertThat(path).exists();
            clone.close();
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void whatSomebodyElsePutThereIsNotUnlinked() throws IOException {
        try (var listener = UnixListener.options().unlinkOnClose(true).bind(path)) {
            Files.delete(path);
            Files.writeString(path, "another's");
            listener.close();
            assertThat(path).hasContent("another's");
        }
        Files.delete(path);
        try (var listener = UnixListener.options().unlinkOnClose(true).bind(path)) {
            Files.delete(path);
            listener.close();
            assertThat(path).doesNotExist();
        }
    }

    @Test
    void aBacklogIsPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnixListener.options().backlog(0));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsEndWhenTheListenerIsClosed(Threads threads) throws Exception {
        try (var listener = UnixListener.bind(path)) {
            assertThat(listener.tryAccept()).isEmpty();
            var accepting = threads.call(listener::accept).awaitWaiting();
            listener.close();
            Expect.says(accepting.failure(), CLOSED, "accept", "unix " + path);
        }
    }

    @Test
    void incomingIsAsForTcp() throws Exception {
        try (var listener = UnixListener.bind(path)) {
            var serving = Threads.VIRTUAL.run(() -> {
                for (UnixStream stream : listener.incoming()) {
                    stream.close();
                }
            });
            try (var stream = UnixStream.connect(path)) {
                assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
            listener.close();
            serving.result();
        }
    }
}
