package dev.minato.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.Shutdown;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Threads;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lines, pieces and numbers from a connection, and what a failure leaves.
@NetworkTest
class BufferedSourceTest extends ConnectedTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private BufferedSource reader;

    @BeforeEach
    void open() throws NetException {
        reader = BufferedSource.of(pair.far());
    }

    private void sendAll(String latin1) throws NetException {
        send(latin1);
        pair.near().shutdown(Shutdown.WRITE);
    }

    @Test
    void linesEndWithLfOrCrLfOrTheStream() throws Exception {
        sendAll("one\r\ntwo\n\nth\rree\r");

        assertThat(reader.readLine(10)).contains("one");
        assertThat(reader.readLine(10)).contains("two");
        assertThat(reader.readLine(10)).contains("");
        assertThat(reader.readLine(10)).contains("th\rree\r");
        assertThat(reader.readLine(10)).isEmpty();
        assertThat(reader.readLine(10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptInTheMiddleOfALineLosesNothing(Threads threads) throws Exception {
        send("hel");
        var reading = threads.call(() -> reader.readLine(10)).awaitWaiting();
        reading.interrupt();
        assertThat(reading.failure().kind()).isEqualTo(ErrorKind.INTERRUPTED);
        assertThat(reading.wasInterruptedAtEnd()).isTrue();

        send("lo\n");

        assertThat(reader.readLine(10)).contains("hello");
    }

    @Test
    void aTimeoutInTheMiddleLosesNothing() throws Exception {
        pair.far().setReadTimeout(SHORT);
        send("\1");
        Expect.failure(ErrorKind.TIMED_OUT, () -> reader.readInt(ByteOrder.BIG_ENDIAN));
        send("\2\3");
        Expect.failure(ErrorKind.TIMED_OUT, () -> reader.readInt(ByteOrder.BIG_ENDIAN));
        send("\4ab");
        pair.far().clearReadTimeout();
        assertThat(reader.readInt(ByteOrder.BIG_ENDIAN)).isEqualTo(0x01020304);
        pair.far().setReadTimeout(SHORT);
        Expect.failure(ErrorKind.TIMED_OUT, () -> reader.readUntil((byte) ';', 10));
        Expect.failure(ErrorKind.TIMED_OUT, () -> reader.readExact(new byte[3]));
        send(";");
        pair.far().clearReadTimeout();

        assertThat(reader.readUntil((byte) ';', 10))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString(UTF_8).isEqualTo("ab;"));
    }

    @Test
    void aLineThatIsTooLongIsToldOnceAndSkipped() throws Exception {
        send("abcde");
        NetException failure = Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> reader.readLine(3));
        assertThat(failure).hasMessageEndingWith(": message too long: more than 3 bytes before the delimiter");
        send("fgh\nabc\r\nabcd\r\nend\n");

        assertThat(reader.readLine(3)).contains("abc");
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> reader.readLine(3));
        assertThat(reader.readLine(3)).contains("end");
    }

    @Test
    void theRestOfALineThatIsTooLongIsThereForOtherCalls() throws Exception {
        send("abcde");
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> reader.readLine(3));
        send("fg\nhi\n");

        assertThat(reader.readByte()).isEqualTo((byte) 'f');
        assertThat(reader.readLine(3)).contains("g");
    }

    @Test
    void bytesThatAreNoTextCostTheirLineOnly() throws Exception {
        send("\u00ff\u00fe\nok\n");

        NetException failure = Expect.failure(ErrorKind.INVALID_DATA, () -> reader.readLine(10));
        assertThat(failure).hasMessageContaining("not UTF-8 at byte 0");
        assertThat(reader.readLine(10)).contains("ok");
    }

    @Test
    void aLimitHasToMakeSense() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> reader.readLine(0));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.readUntil((byte) 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> reader.skip(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> BufferedSource.of(pair.far(), 0));
    }

    @Test
    void aLineIsLongerThanTheCapacity() throws Exception {
        var small = BufferedSource.of(pair.far(), 4);
        send("0123456789".repeat(10) + "\nab\n");

        assertThat(small.readLine(100)).contains("0123456789".repeat(10));
        assertThat(small.readLine(100)).contains("ab");
    }

    @Test
    void memoryFollowsTheLimit() throws Exception {
        var endless = new FickleStream(new byte[1_000_000], () -> Integer.MAX_VALUE);
        var limited = BufferedSource.of(endless.stream(), 16);

        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> limited.readUntil((byte) 1, 1000));
        assertThat(limited.readUntil((byte) 1, 1000)).isEmpty();
        assertThat(endless.given).isEqualTo(1_000_000);
        assertThat(endless.largestRoom).isLessThanOrEqualTo(1001);
    }

    @Test
    void iteratesOverLines() throws Exception {
        sendAll("a\ntoo long\nb");
        var found = new ArrayList<String>();
        var lines = reader.lines(3).iterator();

        found.add(lines.next());
        assertThatThrownBy(lines::hasNext)
                .isInstanceOfSatisfying(
                        UncheckedIOException.class,
                        e -> assertThat(e.getCause())
                                .isInstanceOfSatisfying(
                                        NetException.class,
                                        cause -> assertThat(cause.kind()).isEqualTo(ErrorKind.MESSAGE_TOO_LONG)));
        reader.lines(3).forEach(found::add);

        assertThat(found).containsExactly("a", "b");
        assertThat(lines.hasNext()).isFalse();
        assertThatThrownBy(lines::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void handsBackTheStreamAndWhatItHadRead() throws Exception {
        send("STARTTLS\nrest");
        assertThat(reader.readLine(10)).contains("STARTTLS");
        pair.near().shutdown(Shutdown.WRITE);

        var parts = reader.intoParts();
        var all = UTF_8.decode(parts.unread()).toString() + parts.source().readToString(100);

        assertThat(all).isEqualTo("rest");
        assertThat(parts.source()).isSameAs(pair.far());
        assertThat(reader.buffered().hasRemaining()).isFalse();
        Expect.failure(ErrorKind.CLOSED, () -> reader.readLine(10));
        Expect.failure(ErrorKind.CLOSED, () -> reader.read(ByteBuffer.allocate(10_000)));
        reader.close();
        assertThat(pair.far().isOpen()).isTrue();
    }

    @Test
    void consumesWhatItIsToldTo() throws Exception {
        sendAll("abc");
        ByteBuffer view = reader.fillBuf();
        assertThat(UTF_8.decode(view.duplicate()).toString()).startsWith("a");
        view.position(view.limit());
        reader.consume(1);

        assertThatThrownBy(() -> reader.consume(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.consume(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(reader.readLine(3)).contains("bc");
        assertThat(reader.fillBuf().hasRemaining()).isFalse();
        assertThat(reader.skip(1)).isEqualTo(-1);
        assertThat(reader.skip(0)).isZero();
    }

    @Test
    void skipsNoMoreThanItIsToldTo() throws Exception {
        sendAll("x".repeat(100_000) + "end");
        long skipped = 0;
        while (skipped < 100_000) {
            skipped += reader.skip(100_000 - skipped);
        }

        assertThat(reader.readLine(3)).contains("end");
    }

    @Test
    void readsNumbersInBothOrders() throws Exception {
        var bytes = ByteBuffer.allocate(100);
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            bytes.order(order)
                    .putShort((short) -2)
                    .putShort((short) -2)
                    .putInt(-3)
                    .putInt(-3);
            bytes.putLong(Long.MIN_VALUE + 1).putFloat(1.5f).putDouble(-Math.PI);
        }
        pair.near().writeAll(bytes.put((byte) -1).put((byte) -1).flip());

        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            assertThat(reader.readShort(order)).isEqualTo((short) -2);
            assertThat(reader.readUnsignedShort(order)).isEqualTo(0xfffe);
            assertThat(reader.readInt(order)).isEqualTo(-3);
            assertThat(reader.readUnsignedInt(order)).isEqualTo(0xffff_fffdL);
            assertThat(reader.readLong(order)).isEqualTo(Long.MIN_VALUE + 1);
            assertThat(reader.readFloat(order)).isEqualTo(1.5f);
            assertThat(reader.readDouble(order)).isEqualTo(-Math.PI);
        }
        assertThat(reader.readByte()).isEqualTo((byte) -1);
        assertThat(reader.readUnsignedByte()).isEqualTo(255);
    }

    @Test
    void theEndWithinANumberSaysHowMuchCame() throws Exception {
        sendAll("\1\2\3");

        NetException failure = Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> reader.readInt(ByteOrder.BIG_ENDIAN));
        assertThat(failure).hasMessageEndingWith(": unexpected end of stream: after 3 of 4 bytes");
        assertThat(reader.readShort(ByteOrder.LITTLE_ENDIAN)).isEqualTo((short) 0x0201);
        Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> reader.readExact(new byte[2]));
        var into = ByteBuffer.allocate(2);
        Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> reader.readExact(into));
        assertThat(into.position()).isEqualTo(1);
    }

    @Test
    void aResetIsTold() throws Exception {
        send("left over\n");
        assertThat(reader.readLine(10)).contains("left over");
        pair.far().writeAll(new byte[1]);
        pair.near().awaitReadable();
        pair.near().close();

        Expect.failure(ErrorKind.CONNECTION_RESET, () -> reader.readLine(10));
    }

    @Test
    void closesTheStream() throws Exception {
        reader.close();

        assertThat(pair.far().isOpen()).isFalse();
        Expect.failure(ErrorKind.CLOSED, () -> reader.readLine(10));
    }
}
