package dev.minato.net;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The states of a Unix connection: what each end sees of the other's end. A close is seen at once here, unlike
/// with TCP, since there is no network in between.
@NetworkTest
class UnixStateTest {
    private UnixStream near;
    private UnixStream far;

    @BeforeEach
    void open(@TempDir Path folder) throws NetException {
        try (var listener = UnixListener.bind(folder.resolve("x"))) {
            near = UnixStream.connect(folder.resolve("x"));
            far = listener.accept();
        }
    }

    @AfterEach
    void close() throws NetException {
        near.close();
        far.close();
    }

    private static ByteBuffer one() {
        return ByteBuffer.allocate(1);
    }

    @Test
    void anEndedPeerCanStillBeWrittenTo() throws NetException {
        far.shutdown(Shutdown.WRITE);
        assertThat(near.read(one())).isEqualTo(-1);
        assertThat(near.read(one())).isEqualTo(-1);
        near.writeAll(new byte[1]);
        assertThat(far.read(one())).isEqualTo(1);
    }

    @Test
    void writingAfterTheOwnEndIsABrokenPipe() throws NetException {
        near.shutdown(Shutdown.WRITE);
        near.shutdown(Shutdown.WRITE);
        Expect.failure(BROKEN_PIPE, () -> near.write(one()));
        far.writeAll(new byte[1]);
        assertThat(near.read(one())).isEqualTo(1);
    }

    @Test
    void readingAfterShutdownReadIsTheEnd() throws NetException {
        near.shutdown(Shutdown.READ);
        near.shutdown(Shutdown.READ);
        assertThat(near.read(one())).isEqualTo(-1);
        near.writeAll(new byte[1]);
        assertThat(far.read(one())).isEqualTo(1);
    }

    @Test
    void writingToAClosedPeerIsABrokenPipe() throws NetException {
        far.close();
        Expect.failure(BROKEN_PIPE, () -> near.write(one()));
        assertThat(near.read(one())).isEqualTo(-1);
    }

    @Test
    void aPeerThatClosesWithoutReadingAllResets() throws NetException {
        near.writeAll(new byte[1]);
        far.awaitReadable();
        far.close();
        Expect.failure(CONNECTION_RESET, () -> near.read(one()));
        Expect.failure(CONNECTION_RESET, () -> near.read(one()));
    }

    @ParameterizedTest
    @EnumSource
    void aWaitEndsWithTheHandle(Threads threads) throws Exception {
        var reading = threads.call(() -> near.read(one())).awaitWaiting();
        near.close();
        assertThat(reading.failure().kind()).isEqualTo(CLOSED);
    }

    @ParameterizedTest
    @EnumSource
    void aWaitForRoomEndsWhenThePeerReads(Threads threads) throws Exception {
        var chunk = ByteBuffer.allocate(64 * 1024);
        while (near.tryWrite(chunk.clear()) > 0) {}
        var writing = threads.call(() -> near.write(one())).awaitWaiting();
        var room = ByteBuffer.allocate(64 * 1024);
        while (!writing.isFinished()) {
            if (far.tryRead(room.clear()) == 0) {
                Thread.onSpinWait();
            }
        }
        assertThat(writing.result()).isEqualTo(1);
    }
}
