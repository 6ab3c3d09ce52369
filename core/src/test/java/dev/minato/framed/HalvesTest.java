package dev.minato.framed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.io.BufferedSink;
import dev.minato.io.BufferedSource;
import dev.minato.io.Copy;
import dev.minato.net.ByteSink;
import dev.minato.net.ByteSource;
import dev.minato.net.Halves;
import dev.minato.net.Shutdown;
import dev.minato.net.TcpStream;
import dev.minato.testing.Expect;
import dev.minato.testing.NetworkTest;
import dev.minato.testing.Pair;
import dev.minato.testing.Pattern;
import dev.minato.testing.Threads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Halves of streams under what reads, writes, frames and copies.
@NetworkTest
class HalvesTest {
    private Pair pair;
    private Pair other;
    private Halves<TcpStream> halves;

    @BeforeEach
    void open() throws NetException {
        pair = Pair.open();
        other = Pair.open();
        halves = pair.far().split();
    }

    @AfterEach
    void close() throws NetException {
        halves.writer().close();
        halves.reader().close();
        pair.close();
        other.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    @Test
    void bufReaderReadsFromAReadingHalfAndClosesIt() throws NetException {
        pair.near().writeAll(bytes("first\nsecond\n1234"));
        var reader = BufferedSource.of(halves.reader());
        assertThat(reader.readLine(100)).contains("first");
        assertThat(reader.readLine(100)).contains("second");
        assertThat(reader.readInt(ByteOrder.BIG_ENDIAN)).isEqualTo(0x31323334);
        assertThat(reader.source()).isSameAs(halves.reader());

        reader.close();
        assertThat(halves.reader().isOpen()).isFalse();
        halves.writer().writeAll(bytes("on"));
        assertThat(read(pair.near(), 2)).isEqualTo("on");
    }

    @Test
    void failuresOfABufferedSourceOnAHalfNameThePeer() throws NetException {
        pair.near().writeAll(bytes("123"));
        pair.near().shutdown(Shutdown.WRITE);
        var reader = BufferedSource.of(halves.reader());
        var failure = Expect.failure(ErrorKind.UNEXPECTED_EOF, () -> reader.readInt(ByteOrder.BIG_ENDIAN));
        assertThat(failure.address()).contains(pair.near().localAddress().toString());
    }

    @Test
    void bufWriterWritesToAWritingHalfAndEndsIt() throws NetException {
        var writer = BufferedSink.of(halves.writer());
        writer.writeInt(0x31323334, ByteOrder.BIG_ENDIAN);
        assertThat(writer.sink()).isSameAs(halves.writer());
        writer.close();
        assertThat(pair.near().readToString(100)).isEqualTo("1234");

        pair.near().writeAll(bytes("still read"));
        assertThat(read(halves.reader(), 10)).isEqualTo("still read");
    }

    @Test
    void framedTakesTwoHalves() throws NetException {
        try (var lines = new Framed<>(halves.reader(), halves.writer(), LineCodec.utf8(100), LineCodec.utf8(100))) {
            pair.near().writeAll(bytes("question\n"));
            assertThat(lines.read()).contains("question");
            lines.write("answer");
            lines.flush();
            assertThat(read(pair.near(), 7)).isEqualTo("answer\n");
            lines.write("last");
        }
        assertThat(pair.near().readToString(100)).isEqualTo("last\n");
        assertThat(pair.far().isOpen()).isFalse();
    }

    /// The reading half of one stream and the writing half of another make one conversation.
    @Test
    void framedTakesHalvesOfTwoStreams() throws NetException {
        var out = other.near().split();
        try (var lines = new Framed<>(halves.reader(), out.writer(), LineCodec.utf8(100), LineCodec.utf8(100))) {
            pair.near().writeAll(bytes("in\n"));
            assertThat(lines.read()).contains("in");
            lines.write("out");
        }
        assertThat(other.far().readToString(100)).isEqualTo("out\n");
        out.reader().close();
    }

    @Test
    void copyGoesFromAReadingHalfToAWritingHalfOfAnotherStream() throws Exception {
        int length = 300_000;
        var sending = Threads.VIRTUAL.run(() -> {
            pair.near().writeAll(Pattern.bytes(0, length));
            pair.near().shutdown(Shutdown.WRITE);
        });
        var out = other.near().split();
        var copying = Threads.VIRTUAL.call(() -> {
            try (var to = out.writer()) {
                return Copy.copy(halves.reader(), to);
            }
        });
        Pattern.check(ByteBuffer.wrap(other.far().readToEnd(length)), 0);
        assertThat(copying.result()).isEqualTo(length);
        sending.result();
        out.reader().close();
    }

    @Test
    void copyGoesFromABufferedSourceToAWritingHalf() throws NetException {
        pair.near().writeAll(bytes("line\nbody"));
        var reader = BufferedSource.of(halves.reader());
        assertThat(reader.readLine(100)).contains("line");
        assertThat(Copy.copy(reader, halves.writer(), 4)).isEqualTo(4);
        assertThat(read(pair.near(), 4)).isEqualTo("body");
    }

    /// What takes a source or a sink takes a stream and a half alike.
    @Test
    void streamsAndHalvesAreSourcesAndSinks() throws NetException {
        ByteSource source = halves.reader();
        ByteSink sink = pair.near();
        sink.writeAll(bytes("to the end"));
        pair.near().shutdown(Shutdown.WRITE);
        source.awaitReadable();
        assertThat(source.readToString(100)).isEqualTo("to the end");
        assertThat(source.peerName()).isEqualTo(pair.far().peerName());
    }

    @Test
    void readsOfAClosedHalfFailWithClosed() throws NetException {
        halves.reader().close();
        Expect.failure(ErrorKind.CLOSED, () -> halves.reader().readToEnd(10));
        Expect.failure(ErrorKind.CLOSED, () -> halves.reader().readExact(new byte[1]));
        Expect.failure(
                ErrorKind.CLOSED, () -> BufferedSource.of(halves.reader()).readLine(10));
        Expect.failure(ErrorKind.CLOSED, () -> halves.reader().awaitReadable());
    }

    private static String read(ByteSource from, int count) throws NetException {
        var buffer = ByteBuffer.allocate(count);
        from.readExact(buffer);
        return new String(buffer.array(), US_ASCII);
    }
}
