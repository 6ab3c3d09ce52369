package dev.minato.examples.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.minato.codec.Codec;
import dev.minato.codec.LengthCodec;
import java.nio.ByteBuffer;

/// A call or its answer, which have the same id.
///
/// ```
/// length, 4 bytes │ id, 8 bytes │ text
/// ```
// @start region="message"
record Message(long id, String text) {
    private static final int MAX_FRAME = 64 * 1024;

    static Message of(ByteBuffer frame) {
        return new Message(frame.getLong(), UTF_8.decode(frame).toString());
    }

    ByteBuffer frame() {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + bytes.length).putLong(id).put(bytes).flip();
    }

    static Codec<Message, Message> codec() {
        return LengthCodec.ofBytes(4).codec(MAX_FRAME).map(Message::of, Message::frame);
    }
}
// @end
