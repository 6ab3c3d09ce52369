package dev.minato.proxy;

import dev.minato.error.NetException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The first bytes of a header, by which it is told from all else at the first byte that differs.
final class Signature {
    private static final int SHOWN = 8;

    private Signature() {}

    /// @throws NetException `INVALID_DATA` if what has come is not how `wanted` begins
    static void check(ByteBuffer input, byte[] wanted) throws NetException {
        int count = Math.min(input.remaining(), wanted.length);
        if (common(input, wanted) < count) {
            throw Tlvs.invalid("no PROXY header: it begins with " + shown(input));
        }
    }

    /// Whether all of `wanted` is there.
    static boolean begins(ByteBuffer input, byte[] wanted) {
        return common(input, wanted) == wanted.length;
    }

    /// How many bytes are the same.
    private static int common(ByteBuffer input, byte[] wanted) {
        int count = Math.min(input.remaining(), wanted.length);
        for (int i = 0; i < count; i++) {
            if (input.get(input.position() + i) != wanted[i]) {
                return i;
            }
        }
        return count;
    }

    private static String shown(ByteBuffer input) {
        var first = new byte[Math.min(input.remaining(), SHOWN)];
        input.get(input.position(), first);
        return "0x" + HexFormat.of().formatHex(first);
    }
}
