package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.testing.Expect;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Messages in another form are framed, limited and fail as those underneath do.
class MappedCodecTest {
    private final Codec<Integer, Integer> numbers =
            LineCodec.utf8(4).map(MappedCodecTest::parse, MappedCodecTest::text);

    private static int parse(String line) throws NetException {
        try {
            return Integer.parseInt(line);
        } catch (NumberFormatException e) {
            throw NetException.of(ErrorKind.INVALID_DATA, "parse", "no number: " + line);
        }
    }

    private static String text(int number) throws NetException {
        if (number < 0) {
            throw NetException.of(ErrorKind.INVALID_INPUT, "print", "negative");
        }
        return String.valueOf(number);
    }

    @Test
    void messagesHaveTheOtherForm() {
        assertThat(Feed.all(numbers, "1\n22\n333")).containsExactly("<1>", "<22>", "<333>");
    }

    @Test
    void whatHasNoOtherFormIsSkippedAlone() {
        assertThat(Feed.all(numbers, "1\nx\n2\n12345\n3\n"))
                .containsExactly("<1>", "!INVALID_DATA", "<2>", "!MESSAGE_TOO_LONG", "<3>");
    }

    @Test
    void whatIsWrittenIsOfTheOtherForm() throws NetException {
        var output = ByteBuffer.allocate(numbers.maxEncodedLength(42));

        numbers.encode(42, output);

        assertThat(ISO_8859_1.decode(output.flip()).toString()).isEqualTo("42\n");
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        var output = ByteBuffer.allocate(10);

        assertThat(numbers.maxEncodedLength(-1)).isZero();
        assertThat(Expect.failure(ErrorKind.INVALID_INPUT, () -> numbers.encode(-1, output))
                        .operation())
                .isEqualTo("encode");
        Expect.failure(ErrorKind.MESSAGE_TOO_LONG, () -> numbers.encode(12345, output));
        assertThat(output.position()).isZero();
    }

    /// The state is that of the codec underneath.
    @Test
    void stateIsSeenThrough() throws NetException {
        var codec = LengthCodec.ofBytes(1).trailer((byte) ';').codec(9);
        var mapped = codec.map(ByteBuffer::remaining, (Integer length) -> ByteBuffer.allocate(length));
        var bad = ByteBuffer.wrap("\u0001ab".getBytes(ISO_8859_1));

        assertThat(mapped.maxBuffered()).isEqualTo(9);
        assertThat(mapped.isWithin(bad)).isTrue();
        Expect.failure(ErrorKind.INVALID_DATA, () -> mapped.decode(bad));
        assertThat(mapped.isFailed()).isTrue();
        mapped.reset();
        assertThat(mapped.isFailed()).isFalse();
        assertThat(mapped.decode(ByteBuffer.wrap("\u0002ab;".getBytes(ISO_8859_1))))
                .contains(2);
        assertThat(mapped.ended()).isEqualTo(codec.ended()).isPositive();
    }
}
