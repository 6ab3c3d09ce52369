package dev.minato.framed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.minato.codec.Encoder;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Writes are gathered, go out when they must, and none is lost or sent twice.
class FramedWriteTest {
    private static final int MAX_SIZE = 64 * 1024;

    private final ScriptedStream stream = new ScriptedStream();
    private final Framed<String, String> lines = new Framed<>(stream, LineCodec.utf8(200_000));

    @Test
    void readingFlushesBeforeItWaits() throws NetException {
        stream.thenComes("question\n").thenComes("next\n");
        lines.write("greeting");

        lines.read();
        lines.write("answer");
        lines.read();

        assertThat(stream.calls).containsExactly("write 9", "wait", "write 7", "wait");
    }

    @Test
    void readingWhatIsThereDoesNotFlush() throws NetException {
        stream.thenComes("a\nb\nc\n");
        for (int i = 0; i < 3; i++) {
            lines.write(lines.read().orElseThrow());
        }

        assertThat(stream.calls).containsExactly("wait");

        Expect.failure(ErrorKind.TIMED_OUT, lines::read);
        assertThat(stream.calls).containsExactly("wait", "write 6", "wait");
        assertThat(stream.text()).isEqualTo("a\nb\nc\n");
    }

    @Test
    void pipelinedRequestsCostFewWrites() throws NetException {
        stream.thenComes("request\n".repeat(10_000)).thenEnds();

        for (var line = lines.read(); line.isPresent(); line = lines.read()) {
            lines.write(line.get());
        }
        lines.flush();

        assertThat(stream.text()).isEqualTo("request\n".repeat(10_000));
        assertThat(stream.calls.stream().filter(call -> call.startsWith("write")))
                .hasSizeLessThan(10);
    }

    @Test
    void fullBufferGoesOutByItself() throws NetException {
        var bytes = new Framed<>(stream, LineCodec.bytes(1000));
        for (int i = 0; i < 66; i++) {
            bytes.write(ByteBuffer.allocate(999));
        }

        assertThat(stream.calls).containsExactly("write 65000");
        bytes.flush();
        assertThat(stream.calls).containsExactly("write 65000", "write 1000");
    }

    @Test
    void bufferIsFilledToItsLimit() throws NetException {
        lines.write("x".repeat(MAX_SIZE - 3));
        lines.write("y");
        assertThat(stream.calls.size()).isLessThanOrEqualTo(1);

        lines.flush();

        assertThat(stream.text()).isEqualTo("x".repeat(MAX_SIZE - 3) + "\ny\n");
    }

    @Test
    void messageLargerThanTheBufferIsSentWhole() throws NetException {
        lines.write("before");
        lines.write("x".repeat(200_000));
        lines.write("after");
        lines.flush();

        assertThat(stream.text()).isEqualTo("before\n" + "x".repeat(200_000) + "\nafter\n");
    }

    @Test
    void flushOfNothingWritesNothing() throws NetException {
        lines.flush();
        lines.write("a");
        lines.flush();
        lines.flush();

        assertThat(stream.calls).containsExactly("write 2");
    }

    @Test
    void shortWritesGoOn() throws NetException {
        stream.takesAtMost(3);

        lines.write("seven!!");
        lines.flush();

        assertThat(stream.calls).containsExactly("write 3", "write 3", "write 2");
        assertThat(stream.text()).isEqualTo("seven!!\n");
    }

    @Test
    void timeoutOfAFlushLosesNothing() throws NetException {
        stream.takesAtMost(3).nextWriteWorks().nextWriteFails(ErrorKind.TIMED_OUT);
        lines.write("first");

        Expect.failure(ErrorKind.TIMED_OUT, lines::flush);
        lines.write("second");
        lines.flush();

        assertThat(stream.text()).isEqualTo("first\nsecond\n");
    }

    @Test
    void timeoutOfAReadLeavesWhatWasFlushedSentOnce() throws NetException {
        lines.write("hello");

        Expect.failure(ErrorKind.TIMED_OUT, lines::read);
        Expect.failure(ErrorKind.TIMED_OUT, lines::read);

        assertThat(stream.text()).isEqualTo("hello\n");
    }

    @Test
    void flushThatFailsBeforeAReadLosesNoInput() throws NetException {
        stream.thenComes("par").thenComes("tial\n");
        lines.write("out");
        stream.nextWriteWorks().nextWriteFails(ErrorKind.TIMED_OUT);
        stream.takesAtMost(2);

        Expect.failure(ErrorKind.TIMED_OUT, lines::read);

        assertThat(lines.read()).contains("partial");
        assertThat(stream.text()).isEqualTo("out\n");
    }

    @Test
    void messageThatFindsNoRoomIsNotInTheBuffer() throws NetException {
        String line = "x".repeat(49_999);
        lines.write(line);
        stream.nextWriteFails(ErrorKind.TIMED_OUT);

        Expect.failure(ErrorKind.TIMED_OUT, () -> lines.write(line));
        lines.flush();
        assertThat(stream.text()).isEqualTo(line + "\n");

        lines.write("next");
        lines.flush();
        assertThat(stream.text()).isEqualTo(line + "\nnext\n");
    }

    @Test
    void refusedMessageLeavesNothing() throws NetException {
        lines.write("before");
        Expect.failure(ErrorKind.INVALID_INPUT, () -> lines.write("two\nlines"));
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> lines.write("x".repeat(200_001)));
        lines.write("after");

        lines.flush();

        assertThat(stream.text()).isEqualTo("before\nafter\n");
    }

    /// Whatever it put before, and however much it asked for.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void messageWhoseEncoderThrowsLeavesNothing(boolean empty) throws NetException {
        var rooms = new ArrayList<Integer>();
        var writer = new FramedWriter<byte[]>(stream, new Encoder<>() {
            @Override
            public int maxEncodedLength(byte[] message) {
                return message.length;
            }

            @Override
            public void encode(byte[] message, ByteBuffer output) {
                rooms.add(output.remaining());
                output.put(message[0]);
                if (message.length > 10) {
                    throw new IllegalStateException("half a message");
                }
            }
        });
        if (!empty) {
            writer.write(new byte[] {'a'});
        }
        assertThatIllegalStateException().isThrownBy(() -> writer.write(new byte[5_000_000]));

        writer.flush();
        writer.write(new byte[] {'b'});
        writer.flush();

        assertThat(stream.text()).isEqualTo(empty ? "b" : "ab");
        assertThat(rooms.getLast()).isLessThan(MAX_SIZE);
    }

    @Test
    void closeFlushesAndCloses() throws NetException {
        lines.write("bye");

        lines.close();

        assertThat(stream.calls).containsExactly("write 4", "close");
    }

    @Test
    void closeOfNothingOnlyCloses() throws NetException {
        lines.close();

        assertThat(stream.calls).containsExactly("close");
    }

    @Test
    void closeClosesAlthoughTheFlushFails() throws NetException {
        lines.write("bye");
        stream.nextWriteFails(ErrorKind.BROKEN_PIPE);

        Expect.failure(ErrorKind.BROKEN_PIPE, lines::close);

        assertThat(stream.calls).containsExactly("failed write", "close");
    }
}
