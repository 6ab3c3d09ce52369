package dev.minato.services.server;

import dev.minato.codec.Encoder;
import java.nio.ByteBuffer;

/// An encoder that copies bytes as they are; a long reply may come in pieces. LF ends one.
///
/// Unlike a line codec it takes any bytes: a reply may be longer than a request can be, and a value that ends
/// with CR goes out as it came in. No reply contains an LF, since no line did that it was made from.
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
