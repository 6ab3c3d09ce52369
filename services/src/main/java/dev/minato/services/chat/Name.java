package dev.minato.services.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The name of a member or a room: letters and digits of one script, `-` and `_`, in the normal form NFKC.
///
/// Two names are the same if their folded forms are: `Anna`, `ANNA` and `ａｎｎａ` are. A name with letters of
/// two scripts, such as `аnna` with a Cyrillic а, is none, nor is one with what cannot be seen; letters of
/// one foreign script that look like others are not told apart.
///
/// @param text the name as it is shown
/// @param folded the name as it is compared
record Name(String text, String folded) {
    /// The longest name in characters.
    static final int MAX_LENGTH = 20;

    /// The longest name in bytes, as UTF-8.
    static final int MAX_BYTES = 32;

    /// The rule in words.
    static final String RULE = "1 to " + MAX_LENGTH + " letters or digits of one script, - or _, a letter first";

    /// Letters that are invisible: the fillers of Hangul.
    private static final Set<Integer> INVISIBLE = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0);

    /// Returns the name that a text is; empty if it is none.
    static Optional<Name> of(String text) {
        if (text.isEmpty() || text.length() > 2 * MAX_LENGTH) {
            return Optional.empty();
        }
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
        return isName(normal) ? Optional.of(new Name(normal, fold(normal))) : Optional.empty();
    }

    private static boolean isName(String text) {
        return text.codePointCount(0, text.length()) <= MAX_LENGTH
                && text.getBytes(UTF_8).length <= MAX_BYTES
                && Character.isLetter(text.codePointAt(0))
                && text.codePoints().allMatch(Name::isAllowed)
                && isOfOneScript(text);
    }

    private static boolean isAllowed(int c) {
        return c == '-' || c == '_' || Character.isDigit(c) || Character.isLetter(c) && !INVISIBLE.contains(c);
    }

    private static boolean isOfOneScript(String text) {
        Set<UnicodeScript> scripts = new HashSet<>();
        text.codePoints().filter(Character::isLetter).mapToObj(Name::script).forEach(scripts::add);
        scripts.remove(UnicodeScript.COMMON);
        return scripts.size() <= 1;
    }

    /// The script of a letter; those that are written together count as one.
    private static UnicodeScript script(int letter) {
        UnicodeScript script = UnicodeScript.of(letter);
        return switch (script) {
            case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> UnicodeScript.HAN;
            case INHERITED -> UnicodeScript.COMMON;
            default -> script;
        };
    }

    /// Upper case first: `ß` and `ss`, or the two small sigmas, differ only in lower case.
    private static String fold(String normal) {
        String folded = normal.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    @Override
    public String toString() {
        return text;
    }
}
