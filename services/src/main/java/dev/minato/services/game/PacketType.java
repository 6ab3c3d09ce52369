package dev.minato.services.game;

/// The types of packets, and how long they are.
enum PacketType {
    JOIN('J', Wire.JOIN_LENGTH, Wire.JOIN_LENGTH),
    CHALLENGE('C', 28, 28),
    WELCOME('W', 33, 33),
    REFUSED('R', 13, 13),
    INPUT('I', 16, 23),
    SNAPSHOT('S', 29, Wire.MAX_PACKET),
    LEAVE('L', 10, 10),
    GOODBYE('G', 9, 9),
    NONE('-', 0, Integer.MAX_VALUE);

    private static final PacketType[] ALL = values();

    private final byte code;
    private final int minLength;
    private final int maxLength;

    PacketType(char code, int minLength, int maxLength) {
        this.code = (byte) code;
        this.minLength = minLength;
        this.maxLength = maxLength;
    }

    byte code() {
        return code;
    }

    /// Whether a packet of that length may be of this type.
    boolean fits(int length) {
        return length >= minLength && length <= maxLength;
    }

    /// Returns the type of that letter; [#NONE] if there is none.
    static PacketType of(byte code) {
        for (PacketType each : ALL) {
            if (each.code == code) {
                return each;
            }
        }
        return NONE;
    }
}
