package dev.minato.bench.resp;

import dev.minato.codec.Codec;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The server's side of RESP: it reads commands, which are arrays of strings, and writes replies as they are.
final class ServerCodec implements Codec<byte[][], byte[]> {
    private static final int MAX = 64 * 1024;

    @Override
    public Optional<byte[][]> decode(ByteBuffer input) {
        var part = new Part(input);
        if (!part.line()) {
            return Optional.empty();
        }
        var command = new byte[part.number()][];
        for (int i = 0; i < command.length; i++) {
            if (!part.line() || !part.hasString()) {
                return Optional.empty();
            }
            command[i] = part.string();
        }
        input.position(part.at());
        return Optional.of(command);
    }

    @Override
    public int maxBuffered() {
        return MAX;
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
