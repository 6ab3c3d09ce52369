package dev.minato.framed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.minato.codec.BytesCodec;
import dev.minato.codec.Codec;
import dev.minato.codec.LengthCodec;
import dev.minato.codec.LineCodec;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A protocol that changes in mid-stream loses no byte, whatever came in one segment with what.
class FramedSwitchTest {
    private final ScriptedStream stream = new ScriptedStream();
    private final Framed<String, String> lines = new Framed<>(stream, LineCodec.utf8(100));

    private static Codec<ByteBuffer, ByteBuffer> lengths() {
        return LengthCodec.ofBytes(1).codec(50);
    }

    private static String text(Optional<ByteBuffer> message) {
        return UTF_8.decode(message.orElseThrow().slice()).toString();
    }

    /// The first message of one codec, the rest another's, split at every byte.
    @Test
    void theNextCodecBeginsWhereTheLastOneEnded() throws NetException {
        String all = "hello\r\n\u0003abc\u0000\u0004defg";
        for (int split = 1; split < all.length(); split++) {
            var pieces = new ScriptedStream();
            pieces.thenComes(all.substring(0, split))
                    .thenComes(all.substring(split))
                    .thenEnds();
            var first = new Framed<>(pieces, LineCodec.utf8(100));

            assertThat(first.read()).as("split at %d", split).contains("hello");
            var second = first.switchTo(lengths());
            assertThat(text(second.read())).isEqualTo("abc");
            assertThat(text(second.read())).isEmpty();
            assertThat(text(second.read())).isEqualTo("defg");
            assertThat(second.read()).isEmpty();
        }
    }

    @Test
    void whatCameAlreadyNeedsNoWait() throws NetException {
        stream.thenComes("hello\n\u0003abc");

        assertThat(lines.read()).contains("hello");
        assertThat(text(lines.switchTo(lengths()).read())).isEqualTo("abc");

        assertThat(stream.calls).containsExactly("wait");
    }

    @Test
    void aCodecMayChangeAgainAndAgain() throws NetException {
        stream.thenComes("one\n\u0003abctwo\nrest of it");

        assertThat(lines.read()).contains("one");
        var framed = lines.switchTo(lengths());
        assertThat(text(framed.read())).isEqualTo("abc");
        var again = framed.switchTo(LineCodec.utf8(9));
        assertThat(again.read()).contains("two");
        assertThat(text(again.switchTo(BytesCodec.of(100)).read())).isEqualTo("rest of it");
    }

    /// More than the next decoder ever needs to see at once.
    @Test
    void whatWasReadMayBeMoreThanTheNextDecoderHolds() throws NetException {
        stream.thenComes("x\n" + "12345678".repeat(1000)).thenEnds();

        assertThat(lines.read()).contains("x");
        var bytes = lines.switchTo(BytesCodec.of(8));
        for (int i = 0; i < 1000; i++) {
            assertThat(text(bytes.read())).isEqualTo("12345678");
        }
        assertThat(bytes.read()).isEmpty();
    }

    @Test
    void whatWasWrittenGoesFirst() throws NetException {
        stream.thenComes("x\n").thenEnds();
        lines.write("ready");

        var next = lines.switchTo(lengths());
        next.write(ByteBuffer.wrap("abc".getBytes(UTF_8)));
        next.flush();

        assertThat(stream.text()).isEqualTo("ready\n\u0003abc");
        assertThat(stream.calls).containsExactly("write 10");
    }

    @Test
    void whatWasWrittenIsSentBeforeTheNextReadWaits() throws NetException {
        stream.thenComes("x\n");
        lines.write("ready");

        assertThat(lines.switchTo(LineCodec.utf8(5)).read()).contains("x");

        assertThat(stream.calls).containsExactly("write 6", "wait");
    }

    @Test
    void theEndOfTheStreamIsNotForgotten() throws NetException {
        stream.thenEnds();
        assertThat(lines.read()).isEmpty();

        assertThat(lines.switchTo(lengths()).read()).isEmpty();
        assertThat(stream.calls).containsExactly("wait");
    }

    @Test
    void theOldOneIsOver() throws NetException {
        var next = lines.switchTo(lengths());

        assertThatIllegalStateException().isThrownBy(lines::read).withMessageContaining("switched to another codec");
        assertThatIllegalStateException().isThrownBy(() -> lines.write("x"));
        assertThatIllegalStateException().isThrownBy(lines::split);
        assertThatIllegalStateException().isThrownBy(lines::intoParts);
        assertThatIllegalStateException().isThrownBy(() -> lines.switchTo(lengths()));
        lines.close();
        assertThat(stream.isOpen()).isTrue();
        next.close();
        assertThat(stream.isOpen()).isFalse();
    }

    @Test
    void aReaderAloneIsSwitched() throws NetException {
        stream.thenComes("x\n\u0002ab").thenEnds();
        var reader = new FramedReader<>(stream, LineCodec.utf8(9));

        assertThat(reader.read()).contains("x");
        var next = reader.switchTo(lengths());

        assertThat(text(next.read())).isEqualTo("ab");
        assertThat(next.read()).isEmpty();
        assertThatIllegalStateException().isThrownBy(reader::read).withMessageContaining("switchTo");
        reader.close();
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void aWriterAloneIsSwitched() throws NetException {
        var writer = new FramedWriter<>(stream, LineCodec.utf8(9));
        writer.write("x");

        var next = writer.switchTo(lengths());
        next.write(ByteBuffer.wrap(new byte[] {'a'}));
        next.flush();

        assertThat(stream.text()).isEqualTo("x\n\u0001a");
        assertThatIllegalStateException().isThrownBy(writer::flush).withMessageContaining("switchTo");
        writer.close();
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void partsHaveAllThatWasReadAndNotSent() throws NetException {
        stream.thenComes("hello\nand the rest");
        assertThat(lines.read()).contains("hello");
        lines.write("not sent");

        var parts = lines.intoParts();

        assertThat(UTF_8.decode(parts.unread().slice()).toString()).isEqualTo("and the rest");
        assertThat(UTF_8.decode(parts.unsent().slice()).toString()).isEqualTo("not sent\n");
        assertThat(parts.unread().capacity()).as("nothing of others behind it").isEqualTo(12);
        assertThat(parts.unsent().capacity()).isEqualTo(9);
        assertThat(parts.source()).isSameAs(stream);
        assertThat(parts.sink()).isSameAs(stream);
        lines.close();
        assertThat(stream.isOpen()).isTrue();
        assertThatIllegalStateException().isThrownBy(lines::read).withMessageContaining("taken apart");
    }

    @Test
    void partsArePutTogetherAgain() throws NetException {
        stream.thenComes("hello\nand the").thenComes(" rest\n").thenEnds();
        assertThat(lines.read()).contains("hello");
        lines.write("first");

        var again = new Framed<>(lines.intoParts(), LineCodec.utf8(100));
        again.write("second");

        assertThat(again.read()).contains("and the rest");
        assertThat(again.read()).isEmpty();
        assertThat(stream.text()).isEqualTo("first\nsecond\n");
    }

    @Test
    void aReaderAndAWriterComeApartAsWell() throws NetException {
        stream.thenComes("a\nbc\nd").thenEnds();
        var reader = new FramedReader<>(stream, LineCodec.utf8(9));
        var writer = new FramedWriter<>(stream, LineCodec.utf8(9));
        assertThat(reader.read()).contains("a");
        writer.write("x");

        var nextReader = new FramedReader<>(reader.intoParts(), LineCodec.utf8(9));
        var nextWriter = new FramedWriter<>(writer.intoParts(), LineCodec.utf8(9));

        assertThat(nextReader.read()).contains("bc");
        assertThat(nextReader.read()).contains("d");
        nextWriter.flush();
        assertThat(stream.text()).isEqualTo("x\n");
    }

    /// The time of a message that the old codec began is not the new one's.
    @Test
    void theMessageTimeoutStays() throws NetException {
        stream.thenComes("a\nb");
        lines.setMessageTimeout(Duration.ofNanos(1));
        assertThat(lines.read()).contains("a");

        var next = lines.switchTo(LineCodec.bytes(10));

        var failure = Expect.failure(ErrorKind.TIMED_OUT, next::read);
        assertThat(failure.operation()).isEqualTo("read message");
    }

    @Test
    void splittingComesAfterSwitching() throws NetException {
        var halves = new Framed<>(stream, stream, LineCodec.utf8(9), LineCodec.utf8(9));
        Expect.failure(ErrorKind.UNSUPPORTED, () -> halves.switchTo(lengths()).split());
    }
}
