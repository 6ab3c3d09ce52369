package dev.minato.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.framed.Framed;
import dev.minato.io.BufferedSource;
import dev.minato.io.Copy;
import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import dev.minato.net.Shutdown;
import dev.minato.task.Task;
import dev.minato.task.Tasks;
import dev.minato.testing.Call;
import dev.minato.testing.Expect;
import dev.minato.testing.ManualClock;
import dev.minato.testing.Overridden;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A stream over TLS where other streams go: under what reads messages, between copies, interrupted, in pieces of
/// any size.
@Timeout(60)
class TlsUseTest {
    @ParameterizedTest
    @EnumSource
    void messagesGoOverIt(TlsVersion version) throws Exception {
        try (var pair = TlsPair.over(ByteStream.pair(1000), version)) {
            var near = new Framed<>(pair.client(), LineCodec.utf8(100));
            var far = new Framed<>(pair.server(), LineCodec.utf8(100));
            Task<Void> echo = Tasks.spawn(() -> {
                for (var line = far.read(); line.isPresent(); line = far.read()) {
                    far.write(line.get());
                    far.flush();
                }
                return null;
            });
            for (int i = 0; i < 50; i++) {
                near.write("line " + i);
                near.flush();
                assertThat(near.read()).contains("line " + i);
            }
            pair.client().shutdown(Shutdown.WRITE);
            echo.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesAreCopiedBothWays(TlsVersion version) throws Exception {
        try (var left = TlsPair.of(version);
                var right = TlsPair.of(version)) {
            var copying = Tasks.spawn(() -> Copy.copyBidirectional(left.server(), right.client()));
            left.client().writeAll("question\n".getBytes(UTF_8));
            assertThat(BufferedSource.of(right.server()).readLine(100)).contains("question");
            right.server().writeAll("answer\n".getBytes(UTF_8));
            assertThat(BufferedSource.of(left.client()).readLine(100)).contains("answer");
            left.client().shutdown(Shutdown.WRITE);
            assertThat(right.server().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            right.server().close();
            assertThat(left.client().read(ByteBuffer.allocate(1))).isEqualTo(-1);
            var _ = copying.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptedReadLosesNothing(TlsVersion version) throws Exception {
        try (var pair = TlsPair.of(version)) {
            Call<Integer> reading = Threads.VIRTUAL.call(() -> pair.client().read(ByteBuffer.allocate(10)));
            reading.awaitWaiting().interrupt();
            assertThat(reading.failure().kind()).isEqualTo(ErrorKind.INTERRUPTED);
            pair.server().writeAll(new byte[3]);
            assertThat(pair.client().read(ByteBuffer.allocate(10))).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void interruptedWriteLosesNothing(TlsVersion version) throws Exception {
        try (var pair = TlsPair.over(ByteStream.pair(1000), version)) {
            var bytes = ByteBuffer.allocate(100_000);
            Pattern.put(bytes, 0);
            bytes.flip();
            var writing = Threads.VIRTUAL.run(() -> pair.client().writeAll(bytes));
            writing.awaitWaiting().interrupt();
            assertThat(writing.failure().kind()).isEqualTo(ErrorKind.INTERRUPTED);
            Task<byte[]> arrived = Tasks.spawn(() -> pair.server().readToEnd(200_000));
            pair.client().writeAll(bytes);
            pair.client().shutdown(Shutdown.WRITE);
            assertThat(arrived.join()).isEqualTo(bytes.array());
        }
    }

    @Test
    void interruptedHandshakeLeavesTheStreamOpen() throws Exception {
        MemoryStream.Pair streams = ByteStream.pair();
        TlsAcceptor acceptor = TlsAcceptor.of(TlsPair.identity(TestCertificates.server()));
        try (var near = streams.first();
                var _ = streams.second()) {
            Call<TlsStream> accepting = Threads.VIRTUAL.call(() -> acceptor.accept(near));
            accepting.awaitWaiting().interrupt();
            NetException failure = accepting.failure();
            assertThat(failure.kind()).isEqualTo(ErrorKind.INTERRUPTED);
            assertThat(failure.operation()).isEqualTo("tls handshake");
            assertThat(near.isOpen()).isTrue();
        }
    }

    /// Whatever the sizes of the writes, the reads, and the pieces in which the records come.
    @ParameterizedTest
    @EnumSource
    void piecesOfAnySizeAreTheBytesThatWereSent(TlsVersion version) throws Exception {
        for (int seed = 0; seed < 8; seed++) {
            var random = new Random(seed);
            var sent = new byte[40_000];
            random.nextBytes(sent);
            try (var pair = TlsPair.over(ByteStream.pair(16 + random.nextInt(20_000)), version)) {
                long seedOfWriter = seed + 100;
                Task<Void> writing = Tasks.spawn(() -> write(pair.client(), sent, new Random(seedOfWriter)));
                assertThat(read(pair.server(), random)).as("seed " + seed).isEqualTo(sent);
                writing.join();
            }
        }
    }

    private static Void write(TlsStream stream, byte[] bytes, Random random) throws NetException {
        var left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            ByteBuffer first = piece(left, random);
            ByteBuffer second = piece(left.duplicate().position(first.limit()), random);
            int count = switch (random.nextInt(3)) {
                case 0 -> stream.write(first);
                case 1 -> stream.tryWrite(first);
                default -> (int) stream.write(new ByteBuffer[] {first, second}, 0, 2);
            };
            left.position(left.position() + count);
            if (count == 0) {
                stream.awaitWritable();
            }
        }
        stream.shutdown(Shutdown.WRITE);
        return null;
    }

    private static ByteBuffer piece(ByteBuffer left, Random random) {
        int length = Math.min(left.remaining(), random.nextInt(1 << random.nextInt(1, 16)));
        return left.duplicate().limit(left.position() + length);
    }

    private static byte[] read(TlsStream stream, Random random) throws NetException {
        var all = ByteBuffer.allocate(50_000);
        boolean more = true;
        while (more) {
            var room = ByteBuffer.allocate(1 + random.nextInt(1 << random.nextInt(1, 16)));
            int count = switch (random.nextInt(3)) {
                case 0 -> stream.read(room);
                case 1 -> stream.tryRead(room);
                default -> peeked(stream, room);
            };
            more = count != -1;
            all.put(room.flip());
        }
        var bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return bytes;
    }

    private static int peeked(TlsStream stream, ByteBuffer room) throws NetException {
        int count = stream.peek(room);
        if (count > 0) {
            var same = ByteBuffer.allocate(count);
            assertThat(stream.read(same)).isEqualTo(count);
            assertThat(same.flip()).isEqualTo(room.duplicate().flip());
        }
        return count;
    }

    /// Each takes the buffers that the one before has given back, also a client that never reads.
    @ParameterizedTest
    @EnumSource
    void idleStreamsHoldNoBuffer(TlsVersion version) throws Exception {
        Set<byte[]> memory = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        List<TlsPair> pairs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            MemoryStream.Pair streams = ByteStream.pair();
            var pair = TlsPair.over(seen(streams.first(), memory), seen(streams.second(), memory), version);
            pairs.add(pair);
            pair.client().writeAll("hello".getBytes(UTF_8));
            pair.server().readExact(new byte[5]);
            assertThat(pair.server().tryRead(ByteBuffer.allocate(10))).isZero();
        }
        assertThat(memory.size()).isLessThan(20);
        for (TlsPair pair : pairs) {
            pair.close();
        }
    }

    /// A stream that notes what its bytes are read into.
    private static ByteStream seen(ByteStream stream, Set<byte[]> memory) {
        return Overridden.of(ByteStream.class, stream, "tryRead", arguments -> {
            var room = (ByteBuffer) arguments[0];
            memory.add(room.array());
            return stream.tryRead(room);
        });
    }

    /// A peer that sends a byte now and then is never silent, and its record never there.
    @Test
    void recordHasToComeInTime() throws Exception {
        var clock = new ManualClock();
        MemoryStream.Pair streams = ByteStream.pair();
        TlsAcceptor acceptor = TlsAcceptor.of(TlsPair.identity(TestCertificates.server()));
        TlsConnector connector = TlsConnector.builder()
                .trust(TlsTrust.ofPem(TestCertificates.ca()))
                .build();
        Call<TlsStream> connecting = Threads.VIRTUAL.call(() -> connector.connect(streams.first(), "localhost"));
        try (TlsStream server = clock.call(() -> acceptor.accept(streams.second()));
                TlsStream _ = connecting.result()) {
            var room = ByteBuffer.allocate(10);
            streams.first().writeAll(new byte[] {23, 3, 3, 0, 100});
            assertThat(server.tryRead(room)).isZero();
            clock.advance(Duration.ofSeconds(59));
            streams.first().writeAll(new byte[1]);
            assertThat(server.tryRead(room)).isZero();
            clock.advance(Duration.ofSeconds(2));
            streams.first().writeAll(new byte[1]);
            NetException failure = Expect.failure(ErrorKind.TIMED_OUT, () -> server.tryRead(room));
            assertThat(failure.operation()).isEqualTo("read record");
        }
    }
}
