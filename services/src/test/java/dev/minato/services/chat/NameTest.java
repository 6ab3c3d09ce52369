package dev.minato.services.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A name is letters and digits of one script, and those that differ only in spelling are the same.
class NameTest {
    @ParameterizedTest
    @CsvSource({
        "anna, ANNA",
        "Stra\u00dfe, strasse",
        "\u017fam, sam",
        "\uff41nna, anna",
        "e\u0301va, \u00c9va",
        "\u03c3\u03bf\u03c6\u03cc\u03c2, \u03a3\u039f\u03a6\u038c\u03a3",
        "\ufb01ne, FINE",
        "\u212alaus, klaus",
    })
    void twoSpellingsAreOneName(String one, String other) {
        assertThat(Name.of(one).orElseThrow().folded())
                .isEqualTo(Name.of(other).orElseThrow().folded());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "anna-2",
                "a_b",
                "\u0430\u043d\u043d\u0430",
                "\u5c71\u7530\u3055\u3093",
                "abcdefghijklmnopqrst"
            })
    void theseAreNames(String text) {
        assertThat(Name.of(text)).isPresent();
    }

    /// Empty, a sign in front, a space, too long in characters and in bytes, two scripts, what is invisible,
    /// half a pair.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1st",
                "-a",
                "an na",
                "abcdefghijklmnopqrstu",
                "\u5c71\u5c71\u5c71\u5c71\u5c71\u5c71\u5c71\u5c71\u5c71\u5c71\u5c71",
                "\u0430nna",
                "\u03bfscar",
                "a\u3164",
                "a\u034fb",
                "a\u200db",
                "a\ufe0f",
                "a:",
                "anna(to",
                "\ud800",
                "\u202ea"
            })
    void theseAreNone(String text) {
        assertThat(Name.of(text)).isEmpty();
    }

    @Test
    void aLigatureThatGrowsBeyondTheLimitIsNone() {
        assertThat(Name.of("\ufdfa".repeat(2))).isEmpty();
    }
}
