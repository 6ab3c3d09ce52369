package dev.minato.services.game;

import java.nio.ByteBuffer;

/// The short packets: a server's answers to a join, and how a game ends.
final class JoinAnswers {
    private JoinAnswers() {}

    static void challenge(ByteBuffer out, long nonce, Cookie cookie) {
        Wire.begin(out, PacketType.CHALLENGE)
                .putLong(nonce)
                .putLong(cookie.high())
                .putLong(cookie.low())
                .flip();
    }

    static void refused(ByteBuffer out, long nonce, Reason reason) {
        Wire.begin(out, PacketType.REFUSED).putLong(nonce).put(reason.code()).flip();
    }

    static void welcome(ByteBuffer out, long nonce, Welcome welcome) {
        GameRules rules = welcome.rules();
        Wire.begin(out, PacketType.WELCOME)
                .putLong(nonce)
                .putShort((short) welcome.id())
                .putInt(welcome.token())
                .putShort((short) rules.width())
                .putShort((short) rules.height())
                .putShort((short) rules.speed())
                .put((byte) rules.snapshotEvery())
                .putInt((int) welcome.tick())
                .putInt(welcome.point())
                .flip();
    }

    static void goodbye(ByteBuffer out, int token, Reason reason) {
        Wire.begin(out, PacketType.GOODBYE).putInt(token).put(reason.code()).flip();
    }

    static void leave(ByteBuffer out, int id, int token) {
        Wire.begin(out, PacketType.LEAVE).putShort((short) id).putInt(token).flip();
    }

    /// Returns the cookie of a CHALLENGE.
    static Cookie cookie(ByteBuffer packet) {
        return new Cookie(packet.getLong(12), packet.getLong(20));
    }

    /// Returns the reason of a REFUSED.
    static Reason refusal(ByteBuffer packet) {
        return Reason.of(packet.get(12));
    }

    /// Returns the reason of a GOODBYE.
    static Reason end(ByteBuffer packet) {
        return Reason.of(packet.get(8));
    }
}
