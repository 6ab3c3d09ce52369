package dev.minato.services.game;

/// Why a server does not let somebody in.
enum RefusalCode {
    FULL('F', "the game is full"),
    VERSION('V', "the server speaks another version of the protocol"),
    UNKNOWN('?', "the server gives a reason that is not known here");

    private final byte code;
    private final String words;

    RefusalCode(char code, String words) {
        this.code = (byte) code;
        this.words = words;
    }

    byte code() {
        return code;
    }

    String words() {
        return words;
    }

    static RefusalCode of(byte code) {
        for (RefusalCode each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return UNKNOWN;
    }
}
