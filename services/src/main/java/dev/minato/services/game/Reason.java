package dev.minato.services.game;

/// Why somebody is not let into the game, or why it is over for a player; a letter in packets.
enum Reason {
    FULL('F', "the game is full"),
    VERSION('V', "the server speaks another version of the protocol"),
    CLOSING('C', "the server is closing"),
    SILENT('S', "the server has heard nothing of this player for too long"),
    NOT_IN_GAME('N', "the server does not know this player any more"),
    UNKNOWN('?', "the server gives a reason that is not known here");

    private final byte code;
    private final String words;

    Reason(char code, String words) {
        this.code = (byte) code;
        this.words = words;
    }

    byte code() {
        return code;
    }

    String words() {
        return words;
    }

    static Reason of(byte code) {
        for (Reason each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return UNKNOWN;
    }
}
