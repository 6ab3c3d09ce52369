package dev.minato.bench.resp;

import dev.minato.codec.Codec;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The client's side of RESP: it writes commands, and reads replies, which are strings or the whole line of anything
/// else.
final class ClientCodec implements Codec<byte[], byte[][]> {
    private static final int MAX = 64 * 1024;
    private static final int AROUND = 16;

    @Override
    public Optional<byte[]> decode(ByteBuffer input) {
        var part = new Part(input);
        int start = part.at();
        if (!part.line()) {
            return Optional.empty();
        }
        byte[] reply;
        if (input.get(start) == '$' && part.number() >= 0) {
            if (!part.hasString()) {
                return Optional.empty();
            }
            reply = part.string();
        } else {
            reply = new byte[part.at() - start];
            input.get(start, reply);
        }
        input.position(part.at());
        return Optional.of(reply);
    }

    @Override
    public int maxBuffered() {
        return MAX;
    }

    @Override
    public int maxEncodedLength(byte[][] command) {
        int length = AROUND;
        for (byte[] each : command) {
            length += AROUND + each.length;
        }
        return length;
    }

    @Override
    public void encode(byte[][] command, ByteBuffer output) {
        Part.putLine('*', command.length, output);
        for (byte[] each : command) {
            Part.putString(each, output);
        }
    }
}
