package dev.minato.services.game;

/// Why the game is over for a player.
enum EndCode {
    CLOSING('C', "the server is closing"),
    SILENT('S', "the server has heard nothing of this player for too long"),
    NOT_IN_GAME('N', "the server does not know this player any more"),
    UNKNOWN('?', "the server gives a reason that is not known here");

    private final byte code;
    private final String words;

    EndCode(char code, String words) {
        this.code = (byte) code;
        this.words = words;
    }

    byte code() {
        return code;
    }

    String words() {
        return words;
    }

    static EndCode of(byte code) {
        for (EndCode each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return UNKNOWN;
    }
}
