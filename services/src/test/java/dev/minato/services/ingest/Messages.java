package dev.minato.services.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The messages of a stream that comes in pieces.
final class Messages {
    private final MessageDecoder decoder = new MessageDecoder();
    private final ByteBuffer input = ByteBuffer.allocate(decoder.maxBuffered());
    private final List<String> messages = new ArrayList<>();

    /// Reads a stream in pieces of that length.
    static List<String> of(byte[] stream, int piece) {
        var messages = new Messages();
        for (int at = 0; at < stream.length; at += piece) {
            messages.add(stream, at, Math.min(piece, stream.length - at));
        }
        return messages.end();
    }

    /// Reads a stream in two pieces.
    static List<String> inTwo(byte[] stream, int first) {
        var messages = new Messages();
        messages.add(stream, 0, first);
        messages.add(stream, first, stream.length - first);
        return messages.end();
    }

    private void add(byte[] stream, int from, int length) {
        for (int at = from; at < from + length; ) {
            int count = Math.min(from + length - at, input.remaining());
            assertThat(count).as("room").isPositive();
            input.put(stream, at, count).flip();
            at += count;
            for (var next = decoder.decode(input); next.isPresent(); next = decoder.decode(input)) {
                messages.add(text(next.get()));
            }
            input.compact();
        }
    }

    private List<String> end() {
        input.flip();
        for (var next = decoder.decodeEnd(input); next.isPresent(); next = decoder.decodeEnd(input)) {
            messages.add(text(next.get()));
        }
        assertThat(decoder.isWithin(input)).isFalse();
        return messages;
    }

    private static String text(Message message) {
        var bytes = new byte[message.to() - message.from()];
        message.input().get(message.from(), bytes);
        return message.kind() + " " + new String(bytes, ISO_8859_1);
    }
}
