package dev.minato.services.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Upper case by pieces is the JDK's, bounded in size, and linear in time.
@Timeout(60)
class UpperCaseTest {
    private static final int LAST = Character.MAX_CODE_POINT;

    @Test
    void everyCodePointIsThatOfTheJdkWhereverAPieceEnds() {
        for (int first = 0; first <= LAST; first += 300) {
            var text = new StringBuilder();
            IntStream.rangeClosed(first, Math.min(first + 299, LAST))
                    .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                    .forEach(text::appendCodePoint);
            assertThat(upper(text.toString())).isEqualTo(text.toString().toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void mixedTextsAreThoseOfTheJdk() {
        var random = new Random(15);
        var letters = "aZ\u00df\u0390\u0149\ufb03\u03c3\u03a3 \u0131i\u0307\u0345\ud801\udc28\ud83d\ude00\u01c6";
        int[] points = letters.codePoints().toArray();
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            random.ints(random.nextInt(600), 0, points.length).forEach(at -> text.appendCodePoint(points[at]));
            assertThat(upper(text.toString())).isEqualTo(text.toString().toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void noCodePointGrowsToMoreThanThreeTimesItsBytes() {
        for (int c = 0; c <= LAST; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                String one = Character.toString(c);
                assertThat(UpperCase.of(one).getBytes(UTF_8).length)
                        .isLessThanOrEqualTo(3 * one.getBytes(UTF_8).length);
            }
        }
    }

    /// The JDK's needs minutes for this one.
    @Test
    void longTextOfGrowingLettersIsDoneInTime() {
        int count = 4 * 1024 * 1024;
        assertThat(upper("\u0390".repeat(count))).isEqualTo("\u0399\u0308\u0301".repeat(count));
    }

    private static String upper(String text) {
        var upper = new StringBuilder();
        for (int from = 0; from < text.length(); from = UpperCase.chunkEnd(text, from)) {
            upper.append(UpperCase.of(text.substring(from, UpperCase.chunkEnd(text, from))));
        }
        return upper.toString();
    }
}
