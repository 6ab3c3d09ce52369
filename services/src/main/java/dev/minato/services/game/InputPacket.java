package dev.minato.services.game;

import java.nio.ByteBuffer;
import java.util.Optional;

/// An INPUT that was received. Used again for each.
final class InputPacket {
    /// How many inputs a packet has at most: so many may be lost in a row without a trace.
    static final int MAX_INPUTS = 16;

    private static final int ACK = 10;
    private static final int COUNT = 12;
    private static final int NEWEST = 13;
    private static final int INPUTS = 15;
    private static final int HAS_ACK = 0x80;

    private final byte[] codes = new byte[MAX_INPUTS];
    private int count;
    private int newest;
    private int ack;
    private boolean hasAck;

    /// Reads a packet whose header and length are right; returns what is wrong with it.
    Optional<Malformed> read(ByteBuffer packet) {
        int bits = Wire.unsignedByte(packet, COUNT);
        count = bits & ~HAS_ACK;
        if (count < 1 || count > MAX_INPUTS) {
            return Optional.of(Malformed.VALUE);
        }
        if (packet.limit() != INPUTS + (count + 1) / 2) {
            return Optional.of(Malformed.LENGTH);
        }
        hasAck = (bits & HAS_ACK) != 0;
        ack = Wire.unsignedShort(packet, ACK);
        newest = Wire.unsignedShort(packet, NEWEST);
        return readCodes(packet) ? Optional.empty() : Optional.of(Malformed.VALUE);
    }

    private boolean readCodes(ByteBuffer packet) {
        for (int i = 0; i < count; i++) {
            int pair = packet.get(INPUTS + i / 2);
            codes[i] = (byte) (i % 2 == 0 ? pair >> 4 & 15 : pair & 15);
            if (codes[i] >= InputCode.COUNT) {
                return false;
            }
        }
        return count % 2 == 0 || (packet.get(packet.limit() - 1) & 15) == 0;
    }

    /// How many inputs there are.
    int count() {
        return count;
    }

    /// The code of an input; the oldest is 0.
    int code(int index) {
        return codes[index];
    }

    /// The sequence number of the last input.
    int newest() {
        return newest;
    }

    /// Whether the client has a snapshot, whose number is [#ack].
    boolean hasAck() {
        return hasAck;
    }

    int ack() {
        return ack;
    }

    static int id(ByteBuffer packet) {
        return Wire.unsignedShort(packet, 4);
    }

    static int token(ByteBuffer packet) {
        return packet.getInt(6);
    }

    /// Begins a packet of `count` inputs, which are to be added with [#add].
    static void begin(ByteBuffer out, int id, int token, int newest, int count) {
        Wire.begin(out, PacketType.INPUT)
                .putShort((short) id)
                .putInt(token)
                .putShort((short) 0)
                .put((byte) count)
                .putShort((short) newest);
        for (int i = 0; i < count; i += 2) {
            out.put((byte) 0);
        }
        out.flip();
    }

    /// Puts an input into a packet that was begun; the oldest is 0.
    static void add(ByteBuffer out, int index, int code) {
        int at = INPUTS + index / 2;
        out.put(at, (byte) (out.get(at) | code << (index % 2 == 0 ? 4 : 0)));
    }

    /// Puts the number of the newest snapshot into a packet that was begun.
    static void acknowledge(ByteBuffer out, int snapshot) {
        out.putShort(ACK, (short) snapshot).put(COUNT, (byte) (out.get(COUNT) | HAS_ACK));
    }
}
