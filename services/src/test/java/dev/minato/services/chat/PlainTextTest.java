package dev.minato.services.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The properties of [ChatTextFuzz], for texts at random, also where no fuzzer runs.
class PlainTextTest {
    @Test
    void anyTextBecomesPlainAndAnyNameIsAName() {
        long seed = new Random().nextLong();
        System.out.println("PlainTextTest: seed " + seed);
        var random = new Random(seed);
        var fuzz = new ChatTextFuzz();
        for (int i = 0; i < 20_000; i++) {
            byte[] line = text(random).getBytes(StandardCharsets.UTF_8);
            fuzz.textIsPlain(line);
            fuzz.namesAreShortPlainAndFolded(line);
        }
        assertThat(PlainText.of(" \t ")).isEmpty();
    }

    /// Of characters from all over Unicode, half of them below U+0300.
    private static String text(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            int bound = random.nextBoolean() ? 0x300 : random.nextBoolean() ? 0x10000 : Character.MAX_CODE_POINT + 1;
            text.appendCodePoint(random.nextInt(bound));
        }
        return text.toString();
    }
}
