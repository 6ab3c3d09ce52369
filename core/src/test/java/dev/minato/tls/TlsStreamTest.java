package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import dev.minato.net.Shutdown;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a stream over TLS does: bytes, ends, halves, timeouts.
class TlsStreamTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource
    void bytesArriveAsTheyWereWritten(TlsVersion version) throws Exception {
        try (var pair = TlsPair.of(version)) {
            assertThat(pair.client().version()).isEqualTo(version);
            assertThat(pair.server().cipherSuite()).isEqualTo(pair.client().cipherSuite());
            Task<Void> echo = Tasks.spawn(() -> echo(pair.server()));
            var random = new Random(7);
            for (int length : new int[] {0, 1, 100, 16_383, 16_384, 16_385, 65_536, 300_000}) {
                byte[] sent = new byte[length];
                random.nextBytes(sent);
                Task<Void> writing = Tasks.spawn(() -> {
                    pair.client().writeAll(sent);
                    return null;
                });
                byte[] back = new byte[length];
                pair.client().readExact(back);
                writing.join();
                assertThat(back).isEqualTo(sent);
            }
            pair.client().shutdown(Shutdown.WRITE);
            echo.join();
        }
    }

    private static Void echo(ByteStream stream) throws NetException {
        var buffer = ByteBuffer.allocate(10_000);
        while (stream.read(buffer.clear()) != -1) {
            stream.writeAll(buffer.flip());
        }
        return null;
    }

    /// Each byte of a record comes alone, and there is room for only some of a reply.
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void streamUnderneathMayBeNarrow(int capacity) throws Exception {
        try (var pair = TlsPair.over(ByteStream.pair(capacity), TlsVersion.TLS_1_3)) {
            Task<Void> echo = Tasks.spawn(() -> echo(pair.server()));
            var sent = ByteBuffer.allocate(30_000);
            Pattern.put(sent, 0);
            Task<Void> writing = Tasks.spawn(() -> {
                pair.client().writeAll(sent.flip());
                return null;
            });
            byte[] back = new byte[30_000];
            pair.client().readExact(back);
            writing.join();
            assertThat(back).isEqualTo(sent.array());
            pair.client().shutdown(Shutdown.WRITE);
            echo.join();
        }
    }

    @Test
    void bothDirectionsGoAtOnce() throws Exception {
        try (var sockets = Pair.open();
                var pair = TlsPair.over(sockets.near(), sockets.far(), TlsVersion.TLS_1_3)) {
            Task<Void> up = Tasks.spawn(() -> write(pair.client(), 3_000_000));
            Task<Void> down = Tasks.spawn(() -> write(pair.server(), 3_000_000));
            Task<byte[]> arrived = Tasks.spawn(() -> pair.server().readToEnd(4_000_000));
            assertThat(pair.client().readToEnd(4_000_000)).hasSize(3_000_000);
            assertThat(arrived.join()).hasSize(3_000_000);
            up.join();
            down.join();
        }
    }

    private static Void write(TlsStream stream, int length) throws NetException {
        stream.writeAll(new byte[length]);
        stream.shutdown(Shutdown.WRITE);
        return null;
    }

    @Test
    void otherDirectionGoesOnAfterCloseNotifyInTls13() throws Exception {
        try (var pair = TlsPair.of(TlsVersion.TLS_1_3)) {
            pair.client().writeAll("question".getBytes(UTF_8));
            pair.client().shutdown(Shutdown.WRITE);
            assertThat(pair.server().readToString(100)).isEqualTo("question");
            pair.server().writeAll("answer".getBytes(UTF_8));
            pair.server().shutdown(Shutdown.WRITE);
            assertThat(pair.client().readToString(100)).isEqualTo("answer");
            assertThat(pair.client().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            Expect.failure(ErrorKind.BROKEN_PIPE, () -> pair.client().writeAll(new byte[1]));
        }
    }

    /// The engine would swallow what is written then.
    @Test
    void writeAfterCloseNotifyFailsInTls12() throws Exception {
        try (var pair = TlsPair.of(TlsVersion.TLS_1_2)) {
            pair.client().writeAll("question".getBytes(UTF_8));
            pair.client().shutdown(Shutdown.WRITE);
            assertThat(pair.server().readToString(100)).isEqualTo("question");
            Expect.failure(ErrorKind.BROKEN_PIPE, () -> pair.server().writeAll("answer".getBytes(UTF_8)));
            assertThat(pair.client().read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endWithoutCloseNotifyIsNoEnd(TlsVersion version) throws Exception {
        MemoryStream.Pair streams = ByteStream.pair();
        try (var pair = TlsPair.over(streams, version)) {
            pair.server().writeAll("half a".getBytes(UTF_8));
            streams.second().shutdown(Shutdown.WRITE);
            var room = ByteBuffer.allocate(100);
            assertThat(pair.client().read(room)).isEqualTo(6);
            Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> pair.client().read(room));
            Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> pair.client().tryRead(room));
        }
    }

    @Test
    void closeIsAnEnd() throws Exception {
        try (var pair = TlsPair.of(TlsVersion.TLS_1_3)) {
            pair.server().close();
            assertThat(pair.client().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            Expect.failure(ErrorKind.CLOSED, () -> pair.server().read(ByteBuffer.allocate(1)));
            Expect.failure(ErrorKind.CLOSED, () -> pair.server().write(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void changedRecordIsRefusedForEver() throws Exception {
        MemoryStream.Pair streams = ByteStream.pair();
        try (var pair = TlsPair.over(streams, TlsVersion.TLS_1_3)) {
            streams.second().writeAll(new byte[] {
                23, 3, 3, 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20
            });
            Expect.failure(ErrorKind.INVALID_DATA, () -> pair.client().read(ByteBuffer.allocate(1)));
            Expect.failure(ErrorKind.INVALID_DATA, () -> pair.client().read(ByteBuffer.allocate(1)));
            Expect.failure(ErrorKind.REFUSED_BY_PEER, () -> pair.server().read(ByteBuffer.allocate(1)));
        }
    }

    @Test
    void readTimeoutLosesNothing() throws Exception {
        try (var pair = TlsPair.of(TlsVersion.TLS_1_3)) {
            pair.client().setReadTimeout(Duration.ofMillis(1));
            Expect.failure(ErrorKind.TIMED_OUT, () -> pair.client().read(ByteBuffer.allocate(1)));
            pair.client().setReadTimeout(LONG);
            pair.server().writeAll("here".getBytes(UTF_8));
            pair.server().shutdown(Shutdown.WRITE);
            assertThat(pair.client().readToString(10)).isEqualTo("here");
        }
    }

    /// The bytes that the failed writes took come first, once each.
    @Test
    void writeTimeoutLosesNothing() throws Exception {
        try (var pair = TlsPair.over(ByteStream.pair(1000), TlsVersion.TLS_1_3)) {
            pair.client().setWriteTimeout(Duration.ofMillis(1));
            var bytes = ByteBuffer.allocate(100_000);
            Pattern.put(bytes, 0);
            bytes.flip();
            Expect.failure(ErrorKind.TIMED_OUT, () -> pair.client().writeAll(bytes));
            Expect.failure(ErrorKind.TIMED_OUT, () -> pair.client().writeAll(bytes));
            pair.client().setWriteTimeout(LONG);
            Task<byte[]> arrived = Tasks.spawn(() -> pair.server().readToEnd(200_000));
            pair.client().writeAll(bytes);
            pair.client().shutdown(Shutdown.WRITE);
            assertThat(arrived.join()).isEqualTo(bytes.array());
        }
    }

    /// Also right after a read that found the stream empty.
    @Test
    void tryReadSeesWhatHasComeSince() throws Exception {
        MemoryStream.Pair streams = ByteStream.pair();
        try (var pair = TlsPair.over(streams, TlsVersion.TLS_1_3)) {
            for (int i = 0; i < 3; i++) {
                pair.client().writeAll(new byte[3]);
                streams.second().awaitReadable();
                assertThat(pair.server().tryPeek(ByteBuffer.allocate(10))).isEqualTo(3);
                pair.client().writeAll(new byte[4]);
                assertThat(pair.server().tryRead(ByteBuffer.allocate(10))).isEqualTo(7);
            }
        }
    }

    @Test
    void peekTakesNothingAway() throws Exception {
        try (var pair = TlsPair.of(TlsVersion.TLS_1_3)) {
            assertThat(pair.client().tryPeek(ByteBuffer.allocate(10))).isZero();
            pair.server().writeAll("sixteen bytes of".getBytes(UTF_8));
            var seen = ByteBuffer.allocate(7);
            assertThat(pair.client().peek(seen)).isEqualTo(7);
            assertThat(new String(seen.array(), UTF_8)).isEqualTo("sixteen");
            var read = new byte[16];
            pair.client().readExact(read);
            assertThat(new String(read, UTF_8)).isEqualTo("sixteen bytes of");
        }
    }

    @Test
    void awaitReadableWaitsForPlaintext() throws Exception {
        try (var pair = TlsPair.of(TlsVersion.TLS_1_3)) {
            Expect.failure(ErrorKind.TIMED_OUT, () -> pair.client().awaitReadable(Duration.ofMillis(1)));
            pair.server().writeAll(new byte[3]);
            pair.client().awaitReadable();
            assertThat(pair.client().tryRead(ByteBuffer.allocate(10))).isEqualTo(3);
        }
    }

    @Test
    void halvesReadAndWrite() throws Exception {
        try (var sockets = Pair.open();
                var pair = TlsPair.over(sockets.near(), sockets.far(), TlsVersion.TLS_1_3)) {
            var halves = pair.client().split();
            Task<Integer> reading = Tasks.spawn(() -> halves.reader().read(ByteBuffer.allocate(10)));
            halves.writer().writeAll("up".getBytes(UTF_8));
            halves.writer().close();
            assertThat(pair.server().readToString(10)).isEqualTo("up");
            pair.server().writeAll("down".getBytes(UTF_8));
            assertThat(reading.join()).isEqualTo(4);
            halves.reader().close();
            assertThat(pair.client().isOpen()).isFalse();
        }
    }

    @Test
    void closeOfAHandleEndsItsOwnWaits() throws Exception {
        try (var pair = TlsPair.of(TlsVersion.TLS_1_3)) {
            TlsStream clone = pair.client().tryClone();
            Call<Integer> waiting = Threads.VIRTUAL.call(() -> clone.read(ByteBuffer.allocate(10)));
            waiting.awaitWaiting();
            clone.close();
            assertThat(waiting.failure().kind()).isEqualTo(ErrorKind.CLOSED);
            pair.server().writeAll(new byte[1]);
            assertThat(pair.client().read(ByteBuffer.allocate(10))).isEqualTo(1);
        }
    }

    /// A client without a certificate that writes first finds the connection reset when it writes again; what it is
    /// told is the alert.
    @Test
    void writerLearnsWhyThePeerHasGone() throws Exception {
        TlsAcceptor acceptor = TlsAcceptor.builder(TlsPair.identity(TestCertificates.server()))
                .clientTrust(TlsTrust.ofPem(TestCertificates.ca()))
                .build();
        TlsConnector connector = TlsConnector.builder()
                .trust(TlsTrust.ofPem(TestCertificates.ca()))
                .build();
        try (var sockets = Pair.open()) {
            Task<TlsStream> accepted = Tasks.spawn(() -> {
                try (var far = sockets.far()) {
                    return acceptor.accept(far);
                }
            });
            try (var client = connector.connect(sockets.near(), "localhost")) {
                NetException failure = Expect.failure(ErrorKind.REFUSED_BY_PEER, () -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        client.writeAll(new byte[1000]);
                    }
                });
                assertThat(failure.operation()).isEqualTo("write");
                Expect.failure(ErrorKind.REFUSED_BY_PEER, () -> client.read(ByteBuffer.allocate(1)));
            }
            assertThat(catchThrowable(accepted::join)).hasMessageContaining("untrusted certificate");
        }
    }
}
