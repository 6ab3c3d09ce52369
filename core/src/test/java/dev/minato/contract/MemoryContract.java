package dev.minato.contract;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static dev.minato.error.ErrorKind.INTERRUPTED;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import dev.minato.net.Readiness;
import dev.minato.net.ReadinessSet;
import dev.minato.net.Ready;
import dev.minato.net.Shutdown;
import dev.minato.testing.Expect;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/// A stream in memory is a stream as any other: waits, time, ends, clones, halves and modes.
@Contract
class MemoryContract {
    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(15_410);
    private static final int CAPACITY = 10;
    private static final int LARGE = 1000;
    private static final long SEED = 23;
    private static final int BYTES = 1 << 16;

    @Parameter
    World world;

    private MemoryStream near;
    private MemoryStream far;

    @BeforeEach
    void open() {
        var pair = ByteStream.pair(CAPACITY);
        near = pair.first();
        far = pair.second();
    }

    @AfterEach
    void close() throws Exception {
        near.close();
        far.close();
    }

    private void fill() throws Exception {
        assertThat(near.write(Pattern.bytes(0, CAPACITY + 1))).isEqualTo(CAPACITY);
    }

    @Test
    void bytesGoBothWaysAndEnd() throws Exception {
        near.writeAll("hello".getBytes(UTF_8));
        far.readExact(new byte[5]);
        far.writeAll("world!".getBytes(UTF_8));
        far.close();
        assertThat(near.readToString(100)).isEqualTo("world!");
        for (int i = 0; i < 3; i++) {
            assertThat(near.read(new byte[1])).isEqualTo(-1);
        }
    }

    @Test
    void readWaitsForBytes() throws Exception {
        var read = world.call(() -> far.read(new byte[4])).awaitWaiting();
        near.writeAll(new byte[3]);
        assertThat(read.result()).isEqualTo(3);
    }

    @Test
    void writeWaitsUntilTheReaderHasMadeRoom() throws Exception {
        fill();
        assertThat(near.tryWrite(ByteBuffer.allocate(1))).isZero();
        var write = world.run(() -> near.writeAll(Pattern.bytes(CAPACITY, 3))).awaitWaiting();
        var read = ByteBuffer.allocate(CAPACITY + 3);
        far.readExact(read.limit(1));
        far.readExact(read.limit(CAPACITY + 3));
        write.result();
        Pattern.check(read.flip(), 0);
    }

    @Test
    void severalBuffersAtOnce() throws Exception {
        var sent = new ByteBuffer[] {UTF_8.encode("hel"), UTF_8.encode(""), UTF_8.encode("lo world")};
        assertThat(near.write(sent)).isEqualTo(CAPACITY);
        var first = ByteBuffer.allocate(6);
        var second = ByteBuffer.allocate(7);
        assertThat(far.read(new ByteBuffer[] {first, second})).isEqualTo(CAPACITY);
        assertThat(first.array()).asString(UTF_8).isEqualTo("hello ");
        assertThat(second.array()).asString(UTF_8).isEqualTo("worl\0\0\0");
        assertThat(sent[2].remaining()).isEqualTo(1);
    }

    @Test
    void peeksTakeNothingAndWaitAsReadsDo() throws Exception {
        var peek = world.call(() -> far.peek(ByteBuffer.allocate(4))).awaitWaiting();
        near.writeAll(new byte[] {1, 3, 3, 7});
        assertThat(peek.result()).isEqualTo(4);
        var seen = ByteBuffer.allocate(2);
        assertThat(far.tryPeek(seen)).isEqualTo(2);
        assertThat(seen.array()).containsExactly(1, 3);
        assertThat(far.read(ByteBuffer.allocate(10))).isEqualTo(4);
        assertThat(far.tryPeek(ByteBuffer.allocate(1))).isZero();
        near.close();
        assertThat(far.peek(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void timeoutsEndReadsAndWritesAndLoseNothing() throws Exception {
        assertThat(near.readTimeout()).isEmpty();
        assertThat(near.writeTimeout()).isEmpty();
        near.setReadTimeout(LONG);
        assertThat(near.readTimeout()).contains(LONG);
        far.setReadTimeout(SHORT);
        near.setWriteTimeout(SHORT);
        Expect.failure(TIMED_OUT, "read", near.localAddress(), () -> far.read(new byte[1]));
        var much = Pattern.bytes(0, CAPACITY + 1);
        Expect.failure(TIMED_OUT, "write", near.peerAddress(), () -> near.writeAll(much));
        assertThat(much.remaining()).isEqualTo(1);
        Expect.failure(TIMED_OUT, "await writable", near.peerAddress(), () -> near.awaitWritable(SHORT));
        var read = ByteBuffer.allocate(CAPACITY + 1);
        Expect.failure(TIMED_OUT, () -> far.readExact(read));
        near.writeAll(much);
        far.readExact(read);
        Pattern.check(read.flip(), 0);
    }

    @Test
    void interruptEndsAWaitLeavesTheFlagAndLosesNothing() throws Exception {
        var read = world.call(() -> far.read(new byte[1])).awaitWaiting();
        read.interrupt();
        Expect.says(read.failure(), INTERRUPTED, "read", near.localAddress());
        assertThat(read.wasInterruptedAtEnd()).isTrue();
        var much = Pattern.bytes(0, CAPACITY + 1);
        var write = world.run(() -> near.writeAll(much)).awaitWaiting();
        write.interrupt();
        Expect.says(write.failure(), INTERRUPTED, "write", near.peerAddress());
        assertThat(much.remaining()).isEqualTo(1);
        var bytes = new byte[CAPACITY];
        far.readExact(bytes);
        Pattern.check(ByteBuffer.wrap(bytes), 0);
    }

    @Test
    void readsThatAreCancelledLoseNothing() throws Exception {
        try (var ends = ByteStream.pair(LARGE);
                var cancelling = new Cancelling(SEED)) {
            var writer = Threads.PLATFORM.run(() -> Pieces.write(ends.second(), BYTES, cancelling));
            var buffer = ByteBuffer.allocate(2000);
            long read = 0;
            while (cancelling.untilDone(() -> ends.first().read(buffer.clear())) != -1) {
                int count = buffer.position();
                Pattern.check(buffer.flip(), read);
                read += count;
            }
            assertThat(read).isEqualTo(BYTES);
            writer.result();
        }
    }

    @Test
    void writesThatAreCancelledGoOn() throws Exception {
        try (var ends = ByteStream.pair(LARGE);
                var cancelling = new Cancelling(SEED + 1)) {
            var reader = Threads.PLATFORM.call(() -> Pieces.readSlowly(ends.second(), cancelling));
            var all = Pattern.bytes(0, BYTES);
            cancelling.run(() -> ends.first().writeAll(all));
            ends.first().shutdown(Shutdown.WRITE);
            assertThat(reader.result()).isEqualTo(BYTES);
        }
    }

    @Test
    void triesAndNonBlockingModeNeverWait() throws Exception {
        assertThat(far.tryRead(ByteBuffer.allocate(1))).isZero();
        near.setNonBlocking(true);
        far.setNonBlocking(true);
        Expect.failure(WOULD_BLOCK, "read", near.localAddress(), () -> far.read(new byte[1]));
        Expect.failure(WOULD_BLOCK, "peek", near.localAddress(), () -> far.peek(ByteBuffer.allocate(1)));
        fill();
        Expect.failure(WOULD_BLOCK, "write", near.peerAddress(), () -> near.write(ByteBuffer.allocate(1)));
        assertThat(far.read(new byte[100])).isEqualTo(CAPACITY);
        var readable = world.run(far::awaitReadable).awaitWaiting();
        near.writeAll(new byte[1]);
        readable.result();
    }

    @Test
    void emptyBuffersAreNoReadsAndNoWrites() throws Exception {
        assertThat(far.read(ByteBuffer.allocate(0))).isZero();
        assertThat(far.read(new ByteBuffer[0])).isZero();
        fill();
        assertThat(near.write(ByteBuffer.allocate(0))).isZero();
        assertThat(near.write(new ByteBuffer[] {ByteBuffer.allocate(0)})).isZero();
    }

    @Test
    void eachDirectionEndsAloneAfterWhatWasWritten() throws Exception {
        near.writeAll(new byte[2]);
        near.shutdown(Shutdown.WRITE);
        near.shutdown(Shutdown.WRITE);
        Expect.failure(BROKEN_PIPE, "write", near.peerAddress(), () -> near.write(ByteBuffer.allocate(1)));
        assertThat(far.readToEnd(10)).hasSize(2);
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        far.writeAll(new byte[1]);
        assertThat(near.read(new byte[1])).isEqualTo(1);
    }

    @Test
    void endOfReadingIsNotTold() throws Exception {
        far.shutdown(Shutdown.READ);
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        fill();
        assertThat(near.tryWrite(ByteBuffer.allocate(1))).isZero();
        assertThat(far.read(new byte[1])).isEqualTo(-1);
    }

    @Test
    void endsWakeThoseThatWait() throws Exception {
        var read = world.call(() -> far.read(new byte[1])).awaitWaiting();
        near.shutdown(Shutdown.WRITE);
        assertThat(read.result()).isEqualTo(-1);
        var own = world.call(() -> near.read(new byte[1])).awaitWaiting();
        near.shutdown(Shutdown.READ);
        assertThat(own.result()).isEqualTo(-1);
    }

    @Test
    void endsWakeAWriterThatWaits() throws Exception {
        fill();
        var write = world.run(() -> near.writeAll(new byte[1])).awaitWaiting();
        near.shutdown(Shutdown.WRITE);
        Expect.says(write.failure(), BROKEN_PIPE, "write", near.peerAddress());
    }

    @Test
    void writingToAClosedEndIsABrokenPipeAtOnce() throws Exception {
        far.writeAll(new byte[2]);
        far.close();
        Expect.failure(BROKEN_PIPE, "write", near.peerAddress(), () -> near.write(ByteBuffer.allocate(1)));
        assertThat(near.readToEnd(10)).hasSize(2);
        Expect.failure(BROKEN_PIPE, () -> near.write(ByteBuffer.allocate(1)));
        assertThat(near.read(new byte[1])).isEqualTo(-1);
    }

    @Test
    void closingWithUnreadBytesResets() throws Exception {
        fill();
        var write = world.run(() -> near.writeAll(new byte[1])).awaitWaiting();
        far.writeAll(new byte[2]);
        far.close();
        Expect.says(write.failure(), CONNECTION_RESET, "write", near.peerAddress());
        isReset();
    }

    @Test
    void closeResetResetsAfterWhatWasWritten() throws Exception {
        far.writeAll(new byte[2]);
        far.closeReset();
        far.closeReset();
        isReset();
    }

    /// After the two bytes that came before it, for ever, and for clones.
    private void isReset() throws Exception {
        near.readExact(new byte[2]);
        try (var clone = near.tryClone()) {
            for (var handle : List.of(near, clone)) {
                Expect.failure(CONNECTION_RESET, "read", near.peerAddress(), () -> handle.read(new byte[1]));
                Expect.failure(CONNECTION_RESET, "peek", near.peerAddress(), () -> handle.peek(ByteBuffer.allocate(1)));
                Expect.failure(CONNECTION_RESET, () -> handle.write(ByteBuffer.allocate(1)));
                handle.awaitReadable();
                handle.awaitWritable();
            }
        }
        near.shutdown(Shutdown.WRITE);
        Expect.failure(CONNECTION_RESET, () -> near.read(new byte[1]));
    }

    @Test
    void resetWakesAReadThatWaits() throws Exception {
        var read = world.call(() -> near.read(new byte[1])).awaitWaiting();
        far.closeReset();
        Expect.says(read.failure(), CONNECTION_RESET, "read", near.peerAddress());
    }

    @Test
    void endThatWasToldStaysTheEndAfterAReset() throws Exception {
        far.shutdown(Shutdown.WRITE);
        assertThat(near.read(new byte[1])).isEqualTo(-1);
        far.closeReset();
        assertThat(near.read(new byte[1])).isEqualTo(-1);
        Expect.failure(BROKEN_PIPE, () -> near.write(ByteBuffer.allocate(1)));
    }

    @Test
    void resetOfACloneComesWithTheLastClose() throws Exception {
        try (var clone = far.tryClone()) {
            far.closeReset();
            clone.writeAll(new byte[1]);
            assertThat(near.read(new byte[1])).isEqualTo(1);
        }
        Expect.failure(CONNECTION_RESET, () -> near.read(new byte[1]));
    }

    @Test
    void closedHandleFailsItsWaitsEndAndClonesGoOn() throws Exception {
        var clone = near.tryClone();
        var read = world.call(() -> near.read(new byte[1])).awaitWaiting();
        near.close();
        near.close();
        Expect.says(read.failure(), CLOSED, "read", clone.peerAddress());
        assertThat(near.isOpen()).isFalse();
        Expect.failure(CLOSED, "read", clone.peerAddress(), () -> near.read(new byte[1]));
        Expect.failure(CLOSED, "write", clone.peerAddress(), () -> near.write(ByteBuffer.allocate(1)));
        Expect.failure(CLOSED, () -> near.shutdown(Shutdown.WRITE));
        Expect.failure(CLOSED, near::tryClone);
        clone.writeAll(new byte[1]);
        assertThat(far.read(new byte[1])).isEqualTo(1);
        var last = world.call(() -> clone.read(new byte[1])).awaitWaiting();
        clone.close();
        Expect.says(last.failure(), CLOSED, "read", clone.peerAddress());
        assertThat(far.read(new byte[1])).isEqualTo(-1);
    }

    @Test
    void clonesThatReadGetAByteEach() throws Exception {
        try (var clone = far.tryClone()) {
            var first = world.call(() -> far.read(new byte[1])).awaitWaiting();
            var second = world.call(() -> clone.read(new byte[1])).awaitWaiting();
            near.writeAll(new byte[2]);
            assertThat(first.result() + second.result()).isEqualTo(2);
            assertThat(far.tryRead(ByteBuffer.allocate(1))).isZero();
        }
    }

    @Test
    void clonesThatWriteShareTheRoom() throws Exception {
        fill();
        try (var clone = near.tryClone()) {
            var first = world.call(() -> near.write(ByteBuffer.allocate(1))).awaitWaiting();
            var second = world.call(() -> clone.write(ByteBuffer.allocate(1))).awaitWaiting();
            far.readExact(new byte[2]);
            assertThat(first.result() + second.result()).isEqualTo(2);
        }
    }

    @Test
    void halvesAreUsedByTwoThreadsAndEndOneByOne() throws Exception {
        var halves = near.split();
        try (var reader = halves.reader()) {
            var read = world.call(() -> reader.readToEnd(100)).awaitWaiting();
            halves.writer().writeAll(new byte[1]);
            halves.writer().close();
            assertThat(far.readToEnd(10)).hasSize(1);
            far.writeAll("answer".getBytes(UTF_8));
            far.close();
            assertThat(read.result()).asString(UTF_8).isEqualTo("answer");
        }
    }

    @Test
    void readinessIsThatOfAnySocket() throws Exception {
        try (var set = new ReadinessSet<ByteStream>()) {
            set.add(Readiness.readable(far), far);
            assertThat(set.ready()).isEmpty();
            var wait = world.call(set::await).awaitWaiting();
            near.writeAll(new byte[2]);
            assertThat(wait.result()).containsExactly(new Ready<>(far, Readiness.readable(far)));
            far.readExact(new byte[1]);
            assertThat(set.await()).hasSize(1);
            far.readExact(new byte[1]);
            assertThat(set.await(SHORT)).isEmpty();
            fill();
            set.add(Readiness.writable(near), near);
            far.readExact(new byte[CAPACITY]);
            assertThat(set.await()).contains(new Ready<>(near, Readiness.writable(near)));
            near.close();
            assertThat(set.await()).hasSize(2);
        }
    }
}
