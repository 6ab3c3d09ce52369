package dev.minato.contract;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.net.UnixListener;
import dev.minato.net.UnixStream;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/// A Unix stream is a stream as any other: time, ends, clones, modes and buffers.
@Contract
class UnixContract {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(15_410);

    @Parameter
    World world;

    @TempDir
    Path folder;

    private UnixListener listener;
    private UnixStream near;
    private UnixStream far;

    @BeforeEach
    void open() throws Exception {
        listener = UnixListener.bind(folder.resolve("sock"));
        near = UnixStream.connect(folder.resolve("sock"));
        far = listener.accept();
    }

    @AfterEach
    void close() throws Exception {
        near.close();
        far.close();
        listener.close();
    }

    @Test
    void bytesGoBothWaysAndEnd() throws Exception {
        near.writeAll("hello".getBytes(UTF_8));
        far.readExact(new byte[5]);
        far.writeAll("world!".getBytes(UTF_8));
        far.close();
        assertThat(near.readToString(100)).isEqualTo("world!");
    }

    @Test
    void timeoutsReadBackEndReadsAndLoseNothing() throws Exception {
        assertThat(near.readTimeout()).isEmpty();
        assertThat(near.writeTimeout()).isEmpty();
        near.setWriteTimeout(LONG);
        assertThat(near.writeTimeout()).contains(LONG);
        assertThatIllegalArgumentException().isThrownBy(() -> near.setReadTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> near.setWriteTimeout(Duration.ZERO));
        near.setReadTimeout(SHORT);
        Expect.failure(TIMED_OUT, () -> near.readExact(new byte[10]));
        far.writeAll("hello world".getBytes(UTF_8));
        near.clearReadTimeout();
        near.readExact(new byte[11]);
        near.setReadTimeout(SHORT);
        Expect.failure(TIMED_OUT, () -> near.readExact(new byte[10]));
    }

    @Test
    void severalBuffersAtOnce() throws Exception {
        var sent = new ByteBuffer[] {UTF_8.encode("hello"), UTF_8.encode(" "), UTF_8.encode("world!")};
        assertThat(near.write(sent)).isEqualTo(12);
        var first = ByteBuffer.allocate(6);
        var second = ByteBuffer.allocate(7);
        assertThat(far.read(new ByteBuffer[] {first, second})).isEqualTo(12);
        assertThat(first.array()).asString(UTF_8).isEqualTo("hello ");
        assertThat(second.array()).asString(UTF_8).isEqualTo("world!\0");
    }

    @Test
    void clonesReadTheSameStream() throws Exception {
        far.writeAll("helloworld".getBytes(UTF_8));
        try (var clone = near.tryClone()) {
            near.readExact(new byte[5]);
            clone.readExact(new byte[5]);
        }
        assertThat(near.tryRead(ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void peeksTakeNothing() throws Exception {
        far.writeAll(new byte[] {1, 3, 3, 7});
        for (int i = 0; i < 2; i++) {
            assertThat(near.peek(ByteBuffer.allocate(10))).isEqualTo(4);
        }
        assertThat(near.read(ByteBuffer.allocate(10))).isEqualTo(4);
        near.setNonBlocking(true);
        Expect.failure(WOULD_BLOCK, () -> near.peek(ByteBuffer.allocate(10)));
        Expect.failure(WOULD_BLOCK, () -> near.read(ByteBuffer.allocate(10)));
    }

    @Test
    void eachDirectionEndsAlone() throws Exception {
        near.shutdown(Shutdown.WRITE);
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        Expect.failure(BROKEN_PIPE, () -> near.write(ByteBuffer.allocate(1)));
        far.writeAll(new byte[1]);
        assertThat(near.read(new byte[1])).isEqualTo(1);
    }

    @Test
    void readinessIsThatOfAnyStream() throws Exception {
        near.awaitWritable();
        var readable = world.run(near::awaitReadable);
        far.writeAll(new byte[1]);
        readable.result();
        assertThat(near.tryRead(ByteBuffer.allocate(1))).isEqualTo(1);
        fill();
        var writable = world.run(near::awaitWritable).awaitWaiting();
        far.close();
        writable.result();
    }

    /// Until the system takes no more, and says so: it may have said a moment ago that there is room.
    private void fill() throws NetException {
        var chunk = ByteBuffer.allocate(64 * 1024);
        do {
            while (near.tryWrite(chunk.clear()) > 0) {
                // More.
            }
        } while (isWritableSoon());
    }

    private boolean isWritableSoon() throws NetException {
        try {
            near.awaitWritable(SHORT);
            return true;
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(TIMED_OUT);
            return false;
        }
    }

    @Test
    void iterationGivesEachConnection() throws Exception {
        var clients = world.run(() -> {
            for (int i = 0; i < 2; i++) {
                try (var client = UnixStream.connect(folder.resolve("sock"))) {
                    client.writeAll(new byte[1]);
                }
            }
        });
        int count = 0;
        for (UnixStream stream : listener.incoming()) {
            try (stream) {
                stream.readExact(new byte[1]);
            }
            if (++count == 2) {
                listener.close();
            }
        }
        assertThat(count).isEqualTo(2);
        clients.result();
    }
}
