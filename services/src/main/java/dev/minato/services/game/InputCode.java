package dev.minato.services.game;

/// An [Input] in 4 bits: 3 (dx + 1) + dy + 1.
final class InputCode {
    static final int COUNT = 9;

    private InputCode() {}

    static int of(Input input) {
        return 3 * (input.dx() + 1) + input.dy() + 1;
    }

    static int dx(int code) {
        return code / 3 - 1;
    }

    static int dy(int code) {
        return code % 3 - 1;
    }
}
