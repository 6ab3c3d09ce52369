package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// What a server tells somebody whom it lets in.
///
/// @param token the number that all packets of this player carry, so that nobody else's count as his
/// @param tick the tick of the server at that time
/// @param point where he begins
record Welcome(int id, int token, GameRules rules, long tick, int point) {
    /// Reads a WELCOME whose header and length are right; empty if a value is out of its range.
    static Optional<Welcome> read(ByteBuffer packet) {
        try {
            var rules = new GameRules(
                    Wire.unsignedShort(packet, 18),
                    Wire.unsignedShort(packet, 20),
                    Wire.unsignedShort(packet, 22),
                    Wire.unsignedByte(packet, 24));
            int point = packet.getInt(29);
            if (!new Movement(rules).isInside(Grid.x(point), Grid.y(point))) {
                return Optional.empty();
            }
            long tick = Integer.toUnsignedLong(packet.getInt(25));
            return Optional.of(new Welcome(Wire.unsignedShort(packet, 12), packet.getInt(14), rules, tick, point));
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }
}
