package dev.minato.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// What a codec of bytes shares with its reader's buffer, and for how long.
class LineViewTest {
    private final Codec<ByteBuffer, ByteBuffer> codec = LineCodec.bytes(100);

    @Test
    void aLineIsAViewOntoTheInput() throws NetException {
        var input = buffer("abc\ndef\n");

        var line = codec.decode(input).orElseThrow();

        assertThat(line).isEqualTo(buffer("abc"));
        input.put(0, (byte) 'x');
        assertThat(line).isEqualTo(buffer("xbc"));
    }

    @Test
    void movingTheViewMovesNothingElse() throws NetException {
        var input = buffer("abc\ndef\n");

        codec.decode(input).orElseThrow().clear();
        assertThat(input.position()).isEqualTo(4);
        assertThat(codec.decode(input)).contains(buffer("def"));
        codec.decode(input.rewind()).orElseThrow().limit(1).position(1);

        assertThat(codec.decode(input)).contains(buffer("def"));
    }

    @Test
    void aLineGoesOnInAnotherBuffer() throws NetException {
        assertThat(codec.decode(buffer("ab"))).isEmpty();

        var input = buffer("xxabc\n").position(2);

        assertThat(codec.decode(input)).contains(buffer("abc"));
    }

    @Test
    void bytesScannedOnceAreNotScannedAgain() throws NetException {
        var input = buffer("x\nabcdefgh");
        codec.decode(input);
        assertThat(codec.decode(input)).isEmpty();
        input.compact().flip();

        input.put(3, (byte) '\n'); // against the rules, to see whether anyone looks
        assertThat(codec.decode(input)).isEmpty();

        input.put(7, (byte) '\n');
        assertThat(codec.decode(input.position(1)))
                .as("scanned anew: bytes were thrown away")
                .isPresent();
    }

    @Test
    void anotherInputMakesItLetGoOfTheLast() throws Exception {
        var gone = new ReferenceQueue<byte[]>();
        var memory = decodedMemory(gone);

        codec.decode(ByteBuffer.allocate(0));

        var cleared = gone.remove(1);
        for (int i = 0; cleared == null && i < 100; i++) {
            System.gc();
            cleared = gone.remove(100);
        }
        assertThat(cleared).isSameAs(memory);
    }

    private WeakReference<byte[]> decodedMemory(ReferenceQueue<byte[]> gone) throws NetException {
        var input = buffer("abc\n");
        assertThat(codec.decode(input)).isPresent();
        return new WeakReference<>(input.array(), gone);
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
