package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A JOIN that was received. Used again for each.
final class JoinPacket {
    private static final int NONCE = 4;
    private static final int COOKIE = 12;
    private static final int PADDING = 28;

    private long nonce;
    private Cookie cookie = Cookie.NONE;

    /// Reads a packet whose header and length are right; returns what is wrong with it.
    Optional<Malformed> read(ByteBuffer packet) {
        for (int i = PADDING; i < Wire.JOIN_LENGTH; i += Long.BYTES) {
            // The last of these reads ends with the packet: 36 bytes are four longs and an int.
            int at = Math.min(i, Wire.JOIN_LENGTH - Long.BYTES);
            if (packet.getLong(at) != 0) {
                return Optional.of(Malformed.VALUE);
            }
        }
        nonce = nonce(packet);
        cookie = new Cookie(packet.getLong(COOKIE), packet.getLong(COOKIE + Long.BYTES));
        return Optional.empty();
    }

    /// Returns the nonce of a JOIN, or of an answer to it, of any version.
    static long nonce(ByteBuffer packet) {
        return packet.getLong(NONCE);
    }

    long nonce() {
        return nonce;
    }

    Cookie cookie() {
        return cookie;
    }

    static void write(ByteBuffer out, long nonce, Cookie cookie) {
        Wire.begin(out, PacketType.JOIN).putLong(nonce).putLong(cookie.high()).putLong(cookie.low());
        while (out.position() < Wire.JOIN_LENGTH) {
            out.put((byte) 0);
        }
        out.flip();
    }
}
