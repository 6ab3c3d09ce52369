package dev.minato.net;

import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static dev.minato.error.ErrorKind.TIMED_OUT;
import static dev.minato.error.ErrorKind.WOULD_BLOCK;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Looking at what has come without taking it.
@NetworkTest
class TcpPeekTest extends ConnectedTest {
    private static String peeked(TcpStream stream, int room) throws NetException {
        var buffer = ByteBuffer.allocate(room);
        int count = stream.peek(buffer);
        assertThat(buffer.position()).isEqualTo(Math.max(0, count));
        return US_ASCII.decode(buffer.flip()).toString();
    }

    private static String read(TcpStream stream, int count) throws NetException {
        byte[] bytes = new byte[count];
        stream.readExact(bytes);
        return new String(bytes, US_ASCII);
    }

    @Test
    void aPeekTakesNothing() throws NetException {
        far.writeAll("hello".getBytes(US_ASCII));
        near.awaitReadable();
        assertThat(peeked(near, 2)).isEqualTo("he");
        assertThat(peeked(near, 10)).isEqualTo("hello");
        assertThat(peeked(near, 1)).isEqualTo("h");
        assertThat(read(near, 5)).isEqualTo("hello");
        assertThat(near.tryPeek(ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void clonesSeeWhatAnotherPeekedAt() throws NetException {
        far.writeAll("hello".getBytes(US_ASCII));
        try (var clone = near.tryClone()) {
            assertThat(peeked(near, 3)).isEqualTo("hel");
            assertThat(peeked(clone, 3)).isEqualTo("hel");
            assertThat(read(clone, 2)).isEqualTo("he");
            assertThat(peeked(near, 1)).isEqualTo("l");
        }
        assertThat(read(near, 3)).isEqualTo("llo");
    }

    @Test
    void aReadOfSeveralBuffersBeginsWithWhatWasPeekedAt() throws NetException {
        far.writeAll("hello".getBytes(US_ASCII));
        assertThat(peeked(near, 3)).isEqualTo("hel");
        var first = ByteBuffer.allocate(2);
        var second = ByteBuffer.allocate(3);
        while (second.hasRemaining()) {
            near.read(new ByteBuffer[] {first, second});
        }
        assertThat(new String(first.array(), US_ASCII) + new String(second.array(), US_ASCII))
                .isEqualTo("hello");
    }

    @Test
    void whatWasPeekedAtMakesItReadable() throws NetException {
        far.writeAll(new byte[1]);
        assertThat(near.peek(ByteBuffer.allocate(1))).isEqualTo(1);
        near.awaitReadable(Duration.ofSeconds(10));
        near.awaitReadable(Duration.ofSeconds(10));
        assertThat(near.read(ByteBuffer.allocate(9))).isEqualTo(1);
    }

    @Test
    void aBufferWithoutRoomGetsNothingAndDoesNotWait() throws NetException {
        assertThat(near.peek(ByteBuffer.allocate(0))).isZero();
        assertThat(near.tryPeek(ByteBuffer.allocate(0))).isZero();
    }

    @Test
    void theEndIsPeekedAtAgainAndAgain() throws NetException {
        far.writeAll("x".getBytes(US_ASCII));
        far.shutdown(Shutdown.WRITE);
        assertThat(peeked(near, 9)).isEqualTo("x");
        assertThat(read(near, 1)).isEqualTo("x");
        assertThat(near.peek(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(near.tryPeek(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(near.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void aPeekWaitsUntilSomethingComes(Threads threads) throws Exception {
        var call = threads.call(() -> peeked(near, 10)).awaitWaiting();
        far.writeAll("now".getBytes(US_ASCII));
        assertThat(call.result()).isNotEmpty();
        assertThat(read(near, 3)).isEqualTo("now");
    }

    @Test
    void aPeekEndsByTheReadTimeoutAndLosesNothing() throws NetException {
        near.setReadTimeout(Duration.ofMillis(5));
        Expect.failure(TIMED_OUT, "peek", near.peerAddress(), () -> near.peek(ByteBuffer.allocate(1)));
        far.writeAll("a".getBytes(US_ASCII));
        near.clearReadTimeout();
        assertThat(peeked(near, 1)).isEqualTo("a");
    }

    /// The bytes are there for the reader also when another peeked at them before it was told.
    @ParameterizedTest
    @EnumSource
    void aReaderThatWaitsGetsWhatAnotherPeekedAt(Threads threads) throws Exception {
        var room = ByteBuffer.allocate(1);
        for (int i = 0; i < 300; i++) {
            var reading = threads.call(() -> near.read(ByteBuffer.allocate(1)));
            far.writeAll(new byte[1]);
            while (!reading.isFinished()) {
                near.tryPeek(room.clear());
            }
            assertThat(reading.result()).isEqualTo(1);
        }
    }

    @Test
    void nonBlockingModeIsHeeded() throws NetException {
        near.setNonBlocking(true);
        Expect.failure(WOULD_BLOCK, "peek", near.peerAddress(), () -> near.peek(ByteBuffer.allocate(1)));
    }

    @Test
    void aResetIsSeenByPeeks() throws NetException {
        pair.reset();
        near.awaitReadable();
        Expect.failure(CONNECTION_RESET, () -> near.peek(ByteBuffer.allocate(1)));
        Expect.failure(CONNECTION_RESET, () -> near.read(ByteBuffer.allocate(1)));
    }

    @Test
    void aClosedHandlePeeksAtNothing() throws NetException {
        far.writeAll(new byte[1]);
        near.close();
        Expect.failure(CLOSED, () -> near.peek(ByteBuffer.allocate(1)));
        Expect.failure(CLOSED, () -> near.tryPeek(ByteBuffer.allocate(1)));
    }

    /// Whoever looks beside the reader does not get between its bytes.
    @Test
    void peeksBesideAReaderLeaveTheOrder() throws Exception {
        int total = 3_000_000;
        var writing = Threads.PLATFORM.run(() -> far.writeAll(Pattern.bytes(0, total)));
        var done = new AtomicBoolean();
        var peeking = Threads.PLATFORM.run(() -> {
            var seen = ByteBuffer.allocate(100);
            while (!done.get()) {
                near.tryPeek(seen.clear());
            }
        });
        try {
            var buffer = ByteBuffer.allocate(150);
            for (int at = 0; at < total; at += buffer.limit()) {
                near.read(buffer.clear());
                Pattern.check(buffer.flip(), at);
            }
        } finally {
            done.set(true);
        }
        peeking.result();
        writing.result();
    }

    @Test
    void noByteIsLostOrDoubledBetweenPeeksAndReads() throws NetException {
        int total = 200_000;
        var writing = Threads.VIRTUAL.run(() -> far.writeAll(Pattern.bytes(0, total)));
        var buffer = ByteBuffer.allocate(7_000);
        int at = 0;
        for (int round = 0; at < total; round++) {
            near.peek(buffer.clear().limit(1 + 997 * round % 7_000));
            Pattern.check(buffer.flip(), at);
            int count = near.read(buffer.clear().limit(1 + 613 * round % 7_000));
            Pattern.check(buffer.flip(), at);
            at += count;
        }
        writing.result();
        assertThat(at).isEqualTo(total);
    }
}
