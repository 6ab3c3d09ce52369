package dev.minato.services.lines;

import dev.minato.codec.Encoder;
import dev.minato.error.NetException;
import dev.minato.server.Session;
import java.nio.ByteBuffer;

/// An encoder that copies bytes as they are; a long reply may come in pieces. LF ends one.
///
/// Unlike a line codec it takes any bytes: a reply may be longer than a request can be, and a value that ends
/// with CR goes out as it came in. No reply contains an LF, since no line did that it was made from.
public final class ReplyEncoder implements Encoder<byte[]> {
    private static final byte[] LF = {'\n'};

    /// An encoder; it is stateless.
    public ReplyEncoder() {}

    /// Writes the LF that ends a reply.
    public static void endReply(Session<?, byte[]> session) throws NetException {
        session.write(LF);
    }

    @Override
    public int maxEncodedLength(byte[] reply) {
        return reply.length;
    }

    @Override
    public void encode(byte[] reply, ByteBuffer output) {
        output.put(reply);
    }
}
