package dev.minato.net;

import static dev.minato.error.ErrorKind.ADDRESS_IN_USE;
import static dev.minato.error.ErrorKind.CONNECTION_REFUSED;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.INVALID_INPUT;
import static dev.minato.error.ErrorKind.NOT_FOUND;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.UNSUPPORTED;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.address.UnixAddr;
import dev.minato.error.NetException;
import dev.minato.testing.Able;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Sockets;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections through a path of the file system.
@NetworkTest
@SuppressWarnings("try") // closing is what is tested
class UnixStreamTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private Path path;
    private UnixListener listener;

    @BeforeEach
    void listen() throws NetException {
        path = folder.resolve("x.sock");
        listener = UnixListener.bind(path);
    }

    @AfterEach
    void close() throws NetException {
        listener.close();
    }

    @Test
    void bytesGoBothWaysAndEndsAreSeen() throws NetException {
        try (var near = UnixStream.connect(path);
                var far = listener.accept()) {
            near.writeAll("ping".getBytes(US_ASCII));
            near.shutdown(Shutdown.WRITE);
            assertThat(far.readToString(10)).isEqualTo("ping");
            far.writeAll("pong".getBytes(US_ASCII));
            far.close();
            assertThat(near.readToString(10)).isEqualTo("pong");
        }
    }

    @Test
    void aClientIsUnnamedAndTheListenerHasItsPath() throws NetException {
        try (var near = UnixStream.connect(UnixAddr.ofPath(path));
                var far = listener.accept()) {
            assertThat(near.peerAddress()).isEqualTo(listener.localAddress()).isEqualTo(UnixAddr.ofPath(path));
            assertThat(near.localAddress()).isEqualTo(UnixAddr.unnamed());
            assertThat(far.peerAddress()).isEqualTo(UnixAddr.unnamed());
            assertThat(far.localAddress()).isEqualTo(UnixAddr.ofPath(path));
            assertThat(near).hasToString("unix (unnamed) → unix " + path);
        }
    }

    @Test
    void failuresNameThePath() throws NetException {
        try (var near = UnixStream.connect(path.toString());
                var far = listener.accept()) {
            near.setNonBlocking(true);
            Expect.failure(WOULD_BLOCK, "read", UnixAddr.ofPath(path), () -> near.read(ByteBuffer.allocate(1)));
            far.setReadTimeout(SHORT);
            Expect.failure(TIMED_OUT, "read", UnixAddr.ofPath(path), () -> far.read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aPathWhereNothingIsIsNotFound() {
        Path nothing = folder.resolve("nothing");
        Expect.failure(NOT_FOUND, "connect", "unix " + nothing, () -> UnixStream.connect(nothing));
        Path noFolder = folder.resolve("no/folder");
        Expect.failure(NOT_FOUND, "bind", "unix " + noFolder, () -> UnixListener.bind(noFolder));
    }

    @Test
    void aListenerThatIsGoneRefuses() throws NetException {
        listener.close();
        Expect.failure(CONNECTION_REFUSED, "connect", "unix " + path, () -> UnixStream.connect(path));
    }

    @Test
    void aPathThatIsTooLongIsRefusedWithItsLength() {
        String tooLong = "/tmp/" + "x".repeat(103);
        var failure = Expect.failure(INVALID_INPUT, "connect", tooLong, () -> UnixStream.connect(tooLong));
        assertThat(failure).hasMessageContaining("108 bytes, more than 107");
        Expect.failure(INVALID_INPUT, "bind", tooLong, () -> UnixListener.bind(tooLong));
        Expect.failure(INVALID_INPUT, () -> UnixStream.connect(""));
        Expect.failure(INVALID_INPUT, () -> UnixListener.bind(Path.of("")));
        Expect.failure(INVALID_INPUT, () -> UnixStream.connect(UnixAddr.unnamed()));
        Expect.failure(INVALID_INPUT, () -> UnixListener.bind(UnixAddr.unnamed()));
    }

    @Test
    void aTimeoutMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> UnixStream.connect(path, Duration.ZERO));
    }

    @Test
    void streamsArePeekedSplitClonedAndWatchedAsAnyOther() throws NetException {
        try (var near = UnixStream.connect(path);
                var far = listener.accept();
                var clone = near.tryClone()) {
            far.writeAll("abc".getBytes(US_ASCII));
            var readable = Readiness.readable(near);
            assertThat(Readiness.any(List.of(readable))).containsExactly(readable);
            assertThat(clone.peek(ByteBuffer.allocate(2))).isEqualTo(2);
            ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
            assertThat(near.read(two)).isPositive();
            var halves = far.split();
            halves.writer().close();
            assertThat(near.readToEnd(9)).hasSizeBetween(1, 2);
            halves.reader().close();
        }
    }

    @Test
    void manyBytesArriveInOrder() throws NetException {
        int total = 1_000_000;
        try (var near = UnixStream.connect(path);
                var far = listener.accept()) {
            var writing = Threads.VIRTUAL.run(() -> near.writeAll(Pattern.bytes(0, total)));
            var got = ByteBuffer.allocate(total);
            far.readExact(got);
            Pattern.check(got.flip(), 0);
            writing.result();
        }
    }

    @Test
    void bufferSizesAreHints() throws NetException {
        try (var near = UnixStream.connect(path)) {
            near.setSendBufferSize(50_000);
            assertThat(near.sendBufferSize()).isBetween(50_000, 100_000);
        }
    }

    @Test
    void thePeerIsKnown() throws Exception {
        try (var near = UnixStream.connect(path);
                var far = listener.accept()) {
            Able.orUnsupported(Able.here().peerCredentials(), () -> {
                assertThat(far.peerCredentials().processId())
                        .hasValue((int) ProcessHandle.current().pid());
                assertThat(near.peerCredentials()).isEqualTo(far.peerCredentials());
            });
        }
    }

    @Test
    void aPairIsTwoEnds() throws Exception {
        Able.orUnsupported(Able.here().unixDatagrams(), () -> {
            var pair = UnixStream.pair();
            try (var first = pair.first();
                    var second = pair.second()) {
                first.writeAll("x".getBytes(US_ASCII));
                assertThat(second.read(ByteBuffer.allocate(9))).isEqualTo(1);
                assertThat(first.peerAddress()).isEqualTo(UnixAddr.unnamed());
            }
        });
    }

    @Test
    void anAbstractNameNeedsNoFile() throws Exception {
        var name = UnixAddr.ofAbstract("minato-test-" + ProcessHandle.current().pid());
        Able.orUnsupported(Able.here().abstractNames(), () -> {
            try (var abstractly = UnixListener.bind(name);
                    var near = UnixStream.connect(name);
                    var far = abstractly.accept()) {
                assertThat(far.localAddress()).isEqualTo(name);
                near.writeAll("x".getBytes(US_ASCII));
                assertThat(far.read(ByteBuffer.allocate(9))).isEqualTo(1);
                Expect.failure(ADDRESS_IN_USE, "bind", name, () -> UnixListener.bind(name));
            }
            UnixListener.bind(name).close();
        });
    }

    @Test
    void anAbstractNameWhereNobodyListensRefuses() throws Exception {
        var name = UnixAddr.ofAbstract("minato-nobody");
        var expected = Able.here().abstractNames() ? CONNECTION_REFUSED : UNSUPPORTED;
        Expect.failure(expected, "connect", name, () -> UnixStream.connect(name));
    }

    /// Connects until the backlog takes no more.
    private List<UnixStream> fill(UnixListener full) throws NetException {
        var queued = new ArrayList<UnixStream>();
        try {
            for (; ; ) {
                queued.add(UnixStream.connect(full.localAddress(), Duration.ofMillis(50)));
            }
        } catch (NetException e) {
            assertThat(e.kind()).isEqualTo(TIMED_OUT);
            return queued;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("real")
    void aConnectWaitsWhileTheBacklogIsFull(Threads threads) throws Exception {
        var place = folder.resolve("full");
        try (var full = UnixListener.options().backlog(1).bind(place)) {
            List<UnixStream> queued = fill(full);
            long before = Sockets.open();
            var interrupted = threads.call(() -> UnixStream.connect(place)).awaitWaiting();
            interrupted.interrupt();
            Expect.says(interrupted.failure(), INTERRUPTED, "connect", "unix " + place);
            assertThat(Sockets.open()).isEqualTo(before);

            var waiting = threads.call(() -> UnixStream.connect(place)).awaitWaiting();
            full.accept().close();
            waiting.result().close();
            for (UnixStream stream : queued) {
                stream.close();
            }
        }
    }
}
