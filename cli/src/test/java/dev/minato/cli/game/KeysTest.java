package dev.minato.cli.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.services.game.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys are what a terminal sends for them, in whatever pieces it comes.
class KeysTest {
    private static Keys pressed(String characters) {
        var keys = new Keys();
        characters.chars().forEach(keys::press);
        return keys;
    }

    /// `^` stands for the character ESC.
    @ParameterizedTest
    @CsvSource({
        "w, 0, -1",
        "a, -1, 0",
        "s, 0, 1",
        "d, 1, 0",
        "W, 0, -1",
        "D, 1, 0",
        "^[A, 0, -1",
        "^[B, 0, 1",
        "^[C, 1, 0",
        "^[D, -1, 0",
        "^OA, 0, -1",
        "^OD, -1, 0",
        "^[1;5C, 1, 0",
        "wx, 0, -1",
        "w^[5~, 0, -1",
        "^^[A, 0, -1",
        "^d, 1, 0",
        "w^[Z, 0, -1"
    })
    void directionsLastUntilTheNextKey(String characters, int dx, int dy) {
        Keys keys = pressed(characters.replace('^', '\033'));
        assertThat(keys.input()).isEqualTo(new Input(dx, dy));
        assertThat(keys.wantsToQuit()).isFalse();
    }

    @Test
    void spaceStandsStill() {
        assertThat(pressed("w").input()).isNotEqualTo(Input.NONE);
        assertThat(pressed("w ").input()).isEqualTo(Input.NONE);
        assertThat(pressed("").input()).isEqualTo(Input.NONE);
    }

    /// Also the end of the terminal (-1), wherever it comes.
    @Test
    void someKeysLeave() {
        for (String keys : new String[] {"q", "Q", "\003", "\004", "wq"}) {
            assertThat(pressed(keys).wantsToQuit()).as(keys).isTrue();
        }
        for (String before : new String[] {"", "\033", "\033[", "\033[1"}) {
            Keys keys = pressed(before);
            keys.press(-1);
            assertThat(keys.wantsToQuit()).as(before).isTrue();
        }
    }

    /// The letters within a sequence are no keys.
    @Test
    void aSequenceIsNoLetters() {
        assertThat(pressed("\033[q").wantsToQuit()).isFalse();
        assertThat(pressed("\033Od").input()).isEqualTo(Input.NONE);
    }
}
