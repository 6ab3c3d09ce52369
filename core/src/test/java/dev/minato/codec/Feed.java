package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/// Gives a decoder what arrives, as a framed stream does: a buffer that is compacted, begins small or not, and
/// grows up to what the decoder says and no further. What comes out is written down as text, a character a
/// byte: `<line>`, `!KIND`, or `!!KIND` for an error after which nothing can come.
final class Feed<T> {
    private final Decoder<T> decoder;
    private final IntFunction<ByteBuffer> allocator;
    private final List<String> seen = new ArrayList<>();
    private ByteBuffer buffer;

    Feed(Decoder<T> decoder, IntFunction<ByteBuffer> allocator, int capacity) {
        this.decoder = decoder;
        this.allocator = allocator;
        this.buffer = allocator.apply(capacity);
    }

    static <T> Feed<T> of(Decoder<T> decoder) {
        return new Feed<>(decoder, ByteBuffer::allocate, 1);
    }

    /// Everything that comes of these pieces and then the end of the stream.
    List<String> all(List<byte[]> pieces) {
        pieces.forEach(this::arrive);
        return end();
    }

    /// Everything that comes of a text, a byte a character, and then the end of the stream.
    static List<String> all(Decoder<?> decoder, String text) {
        return of(decoder).arrive(text).end();
    }

    Feed<T> arrive(String piece) {
        return arrive(piece.getBytes(ISO_8859_1));
    }

    Feed<T> arrive(byte[] piece) {
        for (int at = 0; at < piece.length && !decoder.isFailed(); ) {
            makeRoom();
            int length = Math.min(buffer.remaining(), piece.length - at);
            buffer.put(piece, at, length);
            at += length;
            drain(decoder::decode);
        }
        return this;
    }

    List<String> end() {
        if (!decoder.isFailed()) {
            drain(decoder::decodeEnd);
        }
        assertThat(buffer.position()).as("bytes left at the end").isZero();
        return seen();
    }

    /// What came since the last call.
    List<String> seen() {
        var all = List.copyOf(seen);
        seen.clear();
        return all;
    }

    int pending() {
        return buffer.position();
    }

    private void makeRoom() {
        if (!buffer.hasRemaining()) {
            int capacity = Math.min(2 * buffer.capacity(), decoder.maxBuffered());
            assertThat(capacity).as("a full buffer that need not grow").isGreaterThan(buffer.capacity());
            buffer = allocator.apply(capacity).put(buffer.flip());
        }
    }

    private void drain(Step<T> step) {
        buffer.flip();
        while (takeOne(step)) {}
        buffer.compact();
    }

    private boolean takeOne(Step<T> step) {
        int from = buffer.position();
        int limit = buffer.limit();
        try {
            var message = step.decode(buffer);
            message.ifPresent(it -> seen.add("<" + text(it) + ">"));
            assertThat(message.isEmpty() || buffer.position() > from)
                    .as("a message takes a byte")
                    .isTrue();
            return message.isPresent();
        } catch (NetException error) {
            assertThat(error.operation()).isEqualTo("decode");
            seen.add((decoder.isFailed() ? "!!" : "!") + error.kind().name());
            if (decoder.isFailed()) {
                buffer.position(limit);
            }
            return !decoder.isFailed();
        } finally {
            assertThat(buffer.limit()).as("limit").isEqualTo(limit);
        }
    }

    private static String text(Object message) {
        return message instanceof ByteBuffer bytes
                ? ISO_8859_1.decode(bytes.slice()).toString()
                : new String(message.toString().getBytes(UTF_8), ISO_8859_1);
    }

    private interface Step<T> {
        Optional<T> decode(ByteBuffer input) throws NetException;
    }
}
