package dev.minato.cli.game;

import dev.minato.services.game.Input;

/// What the player asks for with the keys of a terminal, which tells of keys that go down, and not of those that go
/// up: so a direction lasts until the next key.
///
/// A state machine over characters; arrow keys are sequences (ECMA-48):
///
/// ```
///           ESC              [ or O             @ to ~, the final character
///  PLAIN ──────────▶ ESCAPED ───────▶ SEQUENCE ──────────────────────────────▶ PLAIN
///    ▲                  │ another        │ ▲
///    └──────────────────┘                └─┘ parameters, such as in ESC [ 1 ; 5 A
/// ```
///
/// One thread presses; any thread asks.
public final class Keys {
    private static final int ESCAPE = 0x1b;
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final Input UP = new Input(0, -1);
    private static final Input DOWN = new Input(0, 1);
    private static final Input LEFT = new Input(-1, 0);
    private static final Input RIGHT = new Input(1, 0);

    private enum State {
        PLAIN,
        ESCAPED,
        SEQUENCE
    }

    private State state = State.PLAIN;
    private volatile Input input = Input.NONE;
    private volatile boolean quit;

    /// Takes the next character; -1 is the end of the terminal.
    public void press(int character) {
        if (character == ESCAPE) {
            state = State.ESCAPED;
            return;
        }
        switch (state) {
            case PLAIN -> plain(character);
            case ESCAPED -> escaped(character);
            case SEQUENCE -> sequence(character);
        }
    }

    private void plain(int character) {
        switch (Character.toLowerCase(character)) {
            case 'w' -> input = UP;
            case 's' -> input = DOWN;
            case 'a' -> input = LEFT;
            case 'd' -> input = RIGHT;
            case ' ' -> input = Input.NONE;
            case 'q', CTRL_C, CTRL_D, -1 -> quit = true;
            default -> {}
        }
    }

    private void escaped(int character) {
        if (character == '[' || character == 'O') {
            state = State.SEQUENCE;
        } else {
            state = State.PLAIN;
            plain(character);
        }
    }

    private void sequence(int character) {
        if (character >= ' ' && character < '@') {
            return;
        }
        state = State.PLAIN;
        switch (character) {
            case 'A' -> input = UP;
            case 'B' -> input = DOWN;
            case 'C' -> input = RIGHT;
            case 'D' -> input = LEFT;
            case -1 -> quit = true;
            default -> {}
        }
    }

    /// Returns where to go.
    public Input input() {
        return input;
    }

    /// Returns whether to leave the game.
    public boolean wantsToQuit() {
        return quit;
    }
}
