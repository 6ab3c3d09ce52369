package dev.minato.net;

import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static dev.minato.error.ErrorKind.INVALID_DATA;
import static dev.minato.error.ErrorKind.MESSAGE_TOO_LONG;
import static dev.minato.error.ErrorKind.UNEXPECTED_EOF;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.minato.error.NetException;
import dev.minato.testing.Call;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reads and writes of buffers, arrays, whole streams and text, at their limits.
@NetworkTest
class TcpReadingTest extends ConnectedTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000, 3_000_000})
    void readToEndGivesAllUpToTheLimit(int length) throws NetException {
        var writer = send(length);
        byte[] all = near.readToEnd(length);
        assertThat(all).hasSize(length);
        Pattern.check(ByteBuffer.wrap(all), 0);
        writer.result();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000})
    void readToEndFailsOneByteBeyondTheLimit(int limit) throws NetException {
        far.writeAll(new byte[limit + 1]);
        var failure = Expect.failure(MESSAGE_TOO_LONG, "read", near.peerAddress(), () -> near.readToEnd(limit));
        assertThat(failure)
                .hasMessage("read " + near.peerAddress() + ": message too long: more than " + limit
                        + " bytes before the end of the stream");
    }

    @Test
    void readToEndFailsBeyondTheLimitWithoutWaitingForTheEnd() {
        var call = Threads.VIRTUAL.call(() -> near.readToEnd(10));
        var flood = Threads.VIRTUAL.run(() -> far.writeAll(new byte[11]));
        Expect.says(call.failure(), MESSAGE_TOO_LONG, "read", near.peerAddress());
        flood.result();
    }

    @Test
    void readToEndTakesALargeLimitWithoutTakingTheMemory() throws NetException {
        far.writeAll(new byte[5]);
        far.shutdown(Shutdown.WRITE);
        assertThat(near.readToEnd(Integer.MAX_VALUE)).hasSize(5);
        assertThat(near.readToEnd(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void aNegativeLimitIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> near.readToEnd(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> near.readToString(Integer.MIN_VALUE));
    }

    @Test
    void readToEndFailsWhenTheConnectionIsReset() throws NetException {
        pair.reset();
        Expect.failure(CONNECTION_RESET, "read", near.peerAddress(), () -> near.readToEnd(10));
    }

    @Test
    void readToStringGivesTextThatWasCutAnywhere() throws NetException {
        String text = "¡Olé! 港に船 🚢";
        byte[] bytes = text.getBytes(UTF_8);
        for (byte one : bytes) {
            far.writeAll(new byte[] {one});
        }
        far.shutdown(Shutdown.WRITE);
        assertThat(near.readToString(bytes.length)).isEqualTo(text);
    }

    @Test
    void readToStringCountsBytes() throws NetException {
        far.writeAll("港".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);
        Expect.failure(MESSAGE_TOO_LONG, () -> near.readToString(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c328", "eda080", "f0908d", "c080"})
    void readToStringRefusesWhatIsNotUtf8(String hex) throws NetException {
        far.writeAll(HexFormat.of().parseHex("61" + hex));
        far.shutdown(Shutdown.WRITE);
        var failure = Expect.failure(INVALID_DATA, "read", near.peerAddress(), () -> near.readToString(100));
        assertThat(failure.getMessage()).endsWith(": invalid data: not UTF-8");
    }

    @Test
    void readExactWaitsForAllOfIt() throws Exception {
        var bytes = new byte[6];
        var call = Threads.VIRTUAL.run(() -> near.readExact(bytes));
        for (String part : new String[] {"ab", "cd", "ef"}) {
            call.awaitWaiting();
            far.writeAll(part.getBytes(UTF_8));
        }
        call.result();
        assertThat(new String(bytes, UTF_8)).isEqualTo("abcdef");
    }

    @Test
    void readExactLeavesWhatComesAfter() throws NetException {
        far.writeAll("abcdef".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);
        near.readExact(new byte[2]);
        assertThat(near.readToString(100)).isEqualTo("cdef");
    }

    @Test
    void readExactOfNothingNeedsNothing() throws NetException {
        near.readExact(new byte[0]);
        near.readExact(ByteBuffer.allocate(0));
    }

    @Test
    void readExactAtTheEndSaysHowMuchThereWas() throws NetException {
        far.writeAll("abc".getBytes(UTF_8));
        far.shutdown(Shutdown.WRITE);
        var buffer = ByteBuffer.allocate(7).position(2);
        var failure = Expect.failure(UNEXPECTED_EOF, "read", near.peerAddress(), () -> near.readExact(buffer));
        assertThat(failure).hasMessage("read " + near.peerAddress() + ": unexpected end of stream: after 3 of 5 bytes");
        assertThat(buffer.position()).isEqualTo(5);
        Expect.failure(UNEXPECTED_EOF, () -> near.readExact(new byte[1]));
    }

    @Test
    void readsFillTheBufferFromItsPositionToItsLimit() throws NetException {
        far.writeAll("abcdef".getBytes(UTF_8));
        near.awaitReadable();
        var buffer = ByteBuffer.wrap("........".getBytes(UTF_8)).position(2).limit(5);
        assertThat(near.read(buffer)).isEqualTo(3);
        assertThat(buffer.position()).isEqualTo(5);
        assertThat(buffer.limit()).isEqualTo(5);
        assertThat(new String(buffer.array(), UTF_8)).isEqualTo("..abc...");

        var bytes = "....".getBytes(UTF_8);
        assertThat(near.read(bytes, 1, 2)).isEqualTo(2);
        assertThat(new String(bytes, UTF_8)).isEqualTo(".de.");
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfBufferCarriesTheSameBytes(BufferKind kind) throws NetException {
        var writer = Threads.VIRTUAL.run(() -> {
            near.writeAll(kind.of(Pattern.bytes(0, 1_000_000)));
            near.shutdown(Shutdown.WRITE);
        });
        var in = kind == BufferKind.DIRECT ? ByteBuffer.allocateDirect(1_000_000) : ByteBuffer.allocate(1_000_000);
        far.readExact(in);
        Pattern.check(in.flip(), 0);
        assertThat(far.read(new byte[1])).isEqualTo(-1);
        writer.result();
    }

    enum BufferKind {
        HEAP,
        DIRECT,
        READ_ONLY,
        SLICE;

        ByteBuffer of(ByteBuffer bytes) {
            return switch (this) {
                case HEAP -> bytes;
                case DIRECT ->
                    ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
                case READ_ONLY -> bytes.asReadOnlyBuffer();
                case SLICE ->
                    ByteBuffer.allocate(bytes.remaining() + 20)
                            .position(10)
                            .put(bytes)
                            .flip()
                            .position(10)
                            .slice();
            };
        }
    }

    @Test
    void argumentsThatMakeNoSenseHarmNothing() throws NetException {
        far.writeAll("ok".getBytes(UTF_8));
        near.awaitReadable();
        assertThatThrownBy(() -> near.read(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> near.read(new byte[2], -1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        Throwable thrown = catchThrowable(() -> near.read(ByteBuffer.allocate(2).asReadOnlyBuffer()));
        assertThat(thrown)
                .isInstanceOfAny(IllegalArgumentException.class, ReadOnlyBufferException.class, NetException.class);
        near.readExact(new byte[2]);
    }

    private Call<Threads> send(int length) {
        return Threads.VIRTUAL.run(() -> {
            far.writeAll(Pattern.bytes(0, length));
            far.shutdown(Shutdown.WRITE);
        });
    }
}
