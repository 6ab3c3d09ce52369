package dev.minato.io;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// When bytes go out, and that each does once.
@NetworkTest
class BufferedSinkTest extends ConnectedTest {
    /// More than a system finds room for after it has said that there is none.
    private static final int TOO_MUCH = 8_000_000;

    private BufferedSink writer;

    @BeforeEach
    void open() throws NetException {
        writer = BufferedSink.of(pair.near());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void nothingGoesOutBeforeAFlush() throws Exception {
        writer.writeAll(utf8("hello"));
        pair.far().setReadTimeout(Duration.ofMillis(20));
        Expect.failure(ErrorKind.TIMED_OUT, () -> pair.far().read(new byte[10]));
        assertThat(writer.unsent()).isEqualTo(5);
        pair.far().clearReadTimeout();

        writer.flush();

        var bytes = new byte[5];
        pair.far().readExact(bytes);
        assertThat(bytes).asString(UTF_8).isEqualTo("hello");
        assertThat(writer.unsent()).isZero();
    }

    @Test
    void closingFlushes() throws Exception {
        writer.writeAll(utf8("last words"));
        writer.close();
        writer.close();

        assertThat(pair.far().readToString(100)).isEqualTo("last words");
        Expect.failure(ErrorKind.CLOSED, () -> writer.writeByte(1));
        Expect.failure(ErrorKind.CLOSED, () -> writer.write(ByteBuffer.allocate(1)));
    }

    @Test
    void closingThrowsWhatItCouldNotSendAndClosesAllTheSame() throws Exception {
        var stuck = withTooMuch();
        pair.near().setWriteTimeout(Duration.ofMillis(20));

        Expect.failure(ErrorKind.TIMED_OUT, stuck::close);

        assertThat(pair.near().isOpen()).isFalse();
        stuck.close();
    }

    @Test
    void closingDoesNotWaitForeverForAPeer() throws Exception {
        Expect.failure(ErrorKind.TIMED_OUT, withTooMuch()::close);
    }

    private BufferedSink withTooMuch() throws NetException {
        var stuck = BufferedSink.of(pair.near(), TOO_MUCH + 1);
        stuck.writeAll(Pattern.bytes(0, TOO_MUCH));
        return stuck;
    }

    @Test
    void anInterruptedFlushGoesOnWhereItStopped() throws Exception {
        var stuck = withTooMuch();
        var flushing = Threads.VIRTUAL.run(stuck::flush).awaitWaiting();
        flushing.interrupt();
        assertThat(flushing.failure().kind()).isEqualTo(ErrorKind.INTERRUPTED);

        var reading = Threads.VIRTUAL.run(() -> {
            var all = ByteBuffer.allocate(TOO_MUCH);
            pair.far().readExact(all);
            Pattern.check(all.flip(), 0);
        });
        stuck.flush();

        reading.result();
        assertThat(stuck.unsent()).isZero();
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void timeoutsLoseNothingAndRepeatNothing(long seed) throws Exception {
        var random = new Random(seed);
        var target = new FickleStream(new byte[0], () -> random.nextInt(6));
        var fickle = BufferedSink.of(target.stream(), 8 + random.nextInt(20));
        long position = 0;
        for (int i = random.nextInt(50); i > 0; i--) {
            var bytes = Pattern.bytes(position, random.nextInt(40));
            position += bytes.remaining();
            switch (random.nextInt(3)) {
                case 0 -> until(() -> fickle.writeAll(bytes));
                case 1 ->
                    until(() -> {
                        while (bytes.hasRemaining()) {
                            fickle.write(bytes);
                        }
                    });
                default -> {
                    until(() -> fickle.writeAll(bytes));
                    var number = Pattern.bytes(position, Long.BYTES);
                    until(() -> fickle.writeLong(number.getLong(0), ByteOrder.BIG_ENDIAN));
                    position += Long.BYTES;
                }
            }
        }
        until(fickle::flush);

        assertThat(target.written.size()).isEqualTo(position);
        Pattern.check(ByteBuffer.wrap(target.written.toByteArray()), 0);
    }

    private interface Write {
        void run() throws NetException;
    }

    private static void until(Write write) throws NetException {
        for (boolean done = false; !done; ) {
            try {
                write.run();
                done = true;
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.TIMED_OUT);
            }
        }
    }

    @Test
    void writesNumbersInBothOrders() throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            writer.writeByte(255);
            writer.writeShort(-2, order);
            writer.writeShort(0xfffe, order);
            writer.writeInt(-3, order);
            writer.writeLong(Long.MIN_VALUE + 1, order);
            writer.writeFloat(1.5f, order);
            writer.writeDouble(-Math.PI, order);
        }
        writer.flush();

        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            var bytes = ByteBuffer.allocate(29).order(order);
            pair.far().readExact(bytes);
            bytes.flip();
            assertThat(bytes.get()).isEqualTo((byte) -1);
            assertThat(bytes.getShort()).isEqualTo((short) -2);
            assertThat(bytes.getShort()).isEqualTo((short) -2);
            assertThat(bytes.getInt()).isEqualTo(-3);
            assertThat(bytes.getLong()).isEqualTo(Long.MIN_VALUE + 1);
            assertThat(bytes.getFloat()).isEqualTo(1.5f);
            assertThat(bytes.getDouble()).isEqualTo(-Math.PI);
        }
    }

    @Test
    void largeWritesGoStraightThrough() throws Exception {
        var small = BufferedSink.of(pair.near(), 8);
        small.writeAll(utf8("ab"));
        small.writeAll(utf8("0123456789"));

        assertThat(small.unsent()).isLessThan(8);
        small.close();
        assertThat(pair.far().readToString(100)).isEqualTo("ab0123456789");
    }

    @Test
    void handsBackTheStreamAndWhatItHasNotSent() throws Exception {
        writer.writeAll(utf8("unsent"));

        var parts = writer.intoParts();

        assertThat(UTF_8.decode(parts.unsent()).toString()).isEqualTo("unsent");
        assertThat(parts.sink()).isSameAs(pair.near());
        Expect.failure(ErrorKind.CLOSED, () -> writer.writeByte(1));
        writer.close();
        assertThat(pair.near().isOpen()).isTrue();
    }

    @Test
    void failuresNameThePeer() throws Exception {
        var peer = pair.near().peerAddress();
        writer.writeByte(1);
        writer.close();
        Expect.failure(ErrorKind.CLOSED, "write", peer, () -> writer.writeByte(1));

        var handedBack = BufferedSink.of(pair.far());
        var _ = handedBack.intoParts();
        Expect.failure(ErrorKind.CLOSED, "write", pair.far().peerAddress(), () -> handedBack.writeInt(1, BIG_ENDIAN));
    }

    @Test
    void failuresOfAHalfNameThePeer() throws Exception {
        var half = pair.near().split().writer();
        var sink = BufferedSink.of(half);
        sink.close();
        Expect.failure(ErrorKind.CLOSED, "write", pair.near().peerAddress(), () -> sink.writeByte(1));
    }

    @Test
    void aCapacityHoldsANumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> BufferedSink.of(pair.near(), 7));
    }
}
