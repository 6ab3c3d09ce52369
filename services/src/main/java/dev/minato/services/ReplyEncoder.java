package dev.minato.services;

import dev.minato.codec.Encoder;
import java.nio.ByteBuffer;

/// Replies as the bytes that they are, in pieces: a long reply needs no buffer of its length. [Dialogue#LF] ends one.
///
/// Unlike a codec of lines it takes any bytes: a reply may be longer than a request can be, and a value that
/// ends with CR goes out as it came in. No reply contains an LF, since no line did that it was made from.
final class ReplyEncoder implements Encoder<byte[]> {
    @Override
    public int maxEncodedLength(byte[] reply) {
        return reply.length;
    }

    @Override
    public void encode(byte[] reply, ByteBuffer output) {
        output.put(reply);
    }
}
