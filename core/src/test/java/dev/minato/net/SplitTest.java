package dev.minato.net;

import static dev.minato.error.ErrorKind.BROKEN_PIPE;
import static dev.minato.error.ErrorKind.CLOSED;
import static dev.minato.error.ErrorKind.CONNECTION_RESET;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.minato.error.NetException;
import dev.minato.testing.ConnectedTest;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A connection in two halves: what each is, what closing it says to the peer, and making them one again.
@NetworkTest
class SplitTest extends ConnectedTest {
    private ReadHalf<TcpStream> reader;
    private WriteHalf<TcpStream> writer;

    @BeforeEach
    void open() throws NetException {
        var halves = near.split();
        reader = halves.reader();
        writer = halves.writer();
    }

    @AfterEach
    void close() throws NetException {
        writer.close();
        reader.close();
    }

    @Test
    void oneReadsAndTheOtherWrites() throws NetException {
        writer.writeAll("ping".getBytes(US_ASCII));
        assertThat(read(far, 4)).isEqualTo("ping");
        far.writeAll("pong".getBytes(US_ASCII));
        var buffer = ByteBuffer.allocate(4);
        assertThat(reader.peek(ByteBuffer.allocate(1))).isEqualTo(1);
        reader.readExact(buffer);
        assertThat(new String(buffer.array(), US_ASCII)).isEqualTo("pong");
        assertThat(reader.stream().peerAddress()).isEqualTo(far.localAddress());
    }

    private static String read(ByteStream stream, int count) throws NetException {
        byte[] bytes = new byte[count];
        stream.readExact(bytes);
        return new String(bytes, US_ASCII);
    }

    @Test
    void twoThreadsUseThemAtOnce() throws Exception {
        int total = 1_000_000;
        var sending = Threads.VIRTUAL.run(() -> {
            writer.writeAll(Pattern.bytes(0, total));
            writer.close();
        });
        var echoing = Threads.VIRTUAL.run(() -> {
            var buffer = ByteBuffer.allocate(8_192);
            while (far.read(buffer.clear()) != -1) {
                far.writeAll(buffer.flip());
            }
            far.shutdown(Shutdown.WRITE);
        });
        byte[] back = reader.readToEnd(total);
        assertThat(back).hasSize(total);
        Pattern.check(ByteBuffer.wrap(back), 0);
        sending.result();
        echoing.result();
    }

    @Test
    void closingTheWriterEndsWritingAndReadingGoesOn() throws NetException {
        writer.writeAll("bye".getBytes(US_ASCII));
        writer.close();
        writer.close();
        assertThat(far.readToString(10)).isEqualTo("bye");
        far.writeAll("still here".getBytes(US_ASCII));
        far.shutdown(Shutdown.WRITE);
        assertThat(reader.readToString(20)).isEqualTo("still here");
        Expect.failure(CLOSED, () -> writer.write(ByteBuffer.allocate(1)));
        Expect.failure(BROKEN_PIPE, () -> reader.stream().write(ByteBuffer.allocate(1)));
    }

    @Test
    void closingTheReaderTellsThePeerNothing() throws NetException {
        reader.close();
        reader.close();
        Expect.failure(CLOSED, () -> reader.read(ByteBuffer.allocate(1)));
        writer.writeAll("on".getBytes(US_ASCII));
        assertThat(read(far, 2)).isEqualTo("on");
        assertThat(far.tryRead(ByteBuffer.allocate(1))).isZero();
        assertThat(writer.isOpen()).isTrue();
        assertThat(reader.isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void closingTheReaderEndsItsWaits(Threads threads) throws Exception {
        var waiting = threads.call(() -> reader.read(ByteBuffer.allocate(1))).awaitWaiting();
        reader.close();
        assertThat(waiting.failure().kind()).isEqualTo(CLOSED);
        writer.writeAll(new byte[1]);
    }

    @Test
    void closingBothClosesTheConnection() throws NetException {
        reader.close();
        writer.close();
        assertThat(far.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(near.isOpen()).isFalse();
        Expect.failure(CLOSED, near::noDelay);
    }

    /// As at the end of a `try` around the stream that was split.
    @Test
    void closingTheStreamClosesBoth() throws NetException {
        near.close();

        assertThat(reader.isOpen()).isFalse();
        assertThat(writer.isOpen()).isFalse();
        Expect.failure(CLOSED, () -> writer.writeAll(new byte[1]));
        assertThat(far.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void closingTheStreamByAResetResetsTheConnection() throws NetException {
        near.closeReset();

        assertThat(writer.isOpen()).isFalse();
        Expect.failure(CONNECTION_RESET, () -> far.read(ByteBuffer.allocate(1)));
    }

    @Test
    void javaStreamsOfTheHalvesCloseTheHalf() throws Exception {
        try (var out = writer.outputStream()) {
            out.write("text".getBytes(US_ASCII));
        }
        assertThat(far.readToString(10)).isEqualTo("text");
        assertThat(writer.isOpen()).isFalse();
        far.close();
        try (var in = reader.inputStream()) {
            assertThat(in.readAllBytes()).isEmpty();
        }
        assertThat(reader.isOpen()).isFalse();
    }

    @Test
    void reunitedItIsOneStreamAgain() throws NetException {
        InputStream input = reader.inputStream();
        OutputStream output = writer.outputStream();
        TcpStream whole = reader.reunite(writer);
        Expect.failure(CLOSED, input::read);
        Expect.failure(CLOSED, () -> output.write(1));
        whole.writeAll("a".getBytes(US_ASCII));
        assertThat(read(far, 1)).isEqualTo("a");
        Expect.failure(CLOSED, () -> reader.read(ByteBuffer.allocate(1)));
        Expect.failure(CLOSED, () -> writer.write(ByteBuffer.allocate(1)));
        Expect.failure(CLOSED, () -> reader.reunite(writer));
        writer.close();
        reader.close();
        assertThat(whole.isOpen()).isTrue();
        whole.close();
        assertThat(far.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void halvesOfTwoStreamsAreNotOne() throws NetException {
        var others = far.split();
        assertThatIllegalArgumentException().isThrownBy(() -> reader.reunite(others.writer()));
        assertThat(reader.isOpen()).isTrue();
        assertThat(others.reader().reunite(others.writer()).isOpen()).isTrue();
    }

    @Test
    void aClosedHalfCannotBeReunited() throws NetException {
        writer.close();
        Expect.failure(CLOSED, () -> reader.reunite(writer));
        assertThat(reader.isOpen()).isTrue();
    }

    @Test
    void aClosedStreamCannotBeSplit() throws NetException {
        far.close();
        Expect.failure(CLOSED, far::split);
    }
}
