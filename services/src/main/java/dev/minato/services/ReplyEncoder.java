package dev.minato.services;

import dev.minato.codec.Encoder;
import java.nio.ByteBuffer;

/// Replies of one line each, which get their LF here.
///
/// Unlike a codec of lines it takes any bytes: a reply may be longer than a request can be, and a value that
/// ends with CR goes out as it came in. No reply contains an LF, since no line did that it was made from.
final class ReplyEncoder implements Encoder<byte[]> {
    @Override
    public int maxEncodedLength(byte[] reply) {
        return reply.length + 1;
    }

    @Override
    public void encode(byte[] reply, ByteBuffer output) {
        output.put(reply).put((byte) '\n');
    }
}
