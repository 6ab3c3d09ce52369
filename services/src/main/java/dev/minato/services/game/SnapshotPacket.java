package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A SNAPSHOT that was received, without the others, who follow at [#OTHERS]. Used again for each.
final class SnapshotPacket {
    /// Where the others begin.
    static final int OTHERS = 28;

    /// Nanoseconds in the unit of the age.
    static final int AGE_UNIT = 10_000;

    private static final int MAX_AGE = 65_535;

    private int sequence;
    private int baseline;
    private int tick;
    private int done;
    private int heard;
    private int age;
    private int players;
    private int self;

    /// Reads a packet whose header and length are right; returns what is wrong with it.
    Optional<Malformed> read(ByteBuffer packet, Movement world) {
        sequence = Wire.unsignedShort(packet, 8);
        baseline = Wire.unsignedShort(packet, 10);
        tick = packet.getInt(12);
        done = Wire.unsignedShort(packet, 16);
        heard = Wire.unsignedShort(packet, 18);
        age = Wire.unsignedShort(packet, 20);
        players = Wire.unsignedShort(packet, 22);
        self = packet.getInt(24);
        return world.isInside(Grid.x(self), Grid.y(self)) ? Optional.empty() : Optional.of(Malformed.VALUE);
    }

    /// Writes all but the others, behind whom the buffer is to be flipped.
    ///
    /// @param age nanoseconds since the newest input came
    static void begin(
            ByteBuffer out, int token, Snapshot snapshot, int baseline, int done, int heard, long age, int players) {
        Wire.begin(out, PacketType.SNAPSHOT)
                .putInt(token)
                .putShort((short) snapshot.sequence())
                .putShort((short) baseline)
                .putInt((int) snapshot.tick())
                .putShort((short) done)
                .putShort((short) heard)
                .putShort((short) Math.min(age / AGE_UNIT, MAX_AGE))
                .putShort((short) players)
                .putInt(snapshot.self());
    }

    /// Returns the token of a SNAPSHOT or a GOODBYE.
    static int token(ByteBuffer packet) {
        return packet.getInt(4);
    }

    int sequence() {
        return sequence;
    }

    /// Whether it can be read without another.
    boolean standsAlone() {
        return baseline == sequence;
    }

    int baseline() {
        return baseline;
    }

    /// The lower 32 bits of the tick.
    int tick() {
        return tick;
    }

    /// The last input that was simulated.
    int done() {
        return done;
    }

    /// The newest input that came.
    int heard() {
        return heard;
    }

    /// Nanoseconds since that input came; 655 ms at most.
    long age() {
        return (long) age * AGE_UNIT;
    }

    int players() {
        return players;
    }

    int self() {
        return self;
    }
}
