package dev.minato.services.chat;

/// The conversion of what a peer sends into text that does nothing to the terminals of others but stand
/// there.
///
/// ```
///  ESC [ 3 1 m  ──▶  ? [ 3 1 m      a colour, a title, a cleared screen
///  CR, U+2028   ──▶  ?              a line that would be another's
///  U+202E       ──▶  ?              letters that run the other way
/// ```
///
/// A tab becomes a space. What has no form of its own becomes `?`: controls, also those of C1, formats but
/// the two joiners that scripts and emoji need, separators of lines, tags, and what Unicode has not assigned.
/// Marks that pile up on one letter, into the lines above, are dropped from the fifth on. No text becomes
/// longer in UTF-8.
final class PlainText {
    private static final int MAX_MARKS = 4;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private PlainText() {}

    /// Returns the text, without blanks at its ends.
    static String of(String text) {
        var plain = new StringBuilder(text.length());
        int marks = 0;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            marks = isMark(c) ? marks + 1 : 0;
            if (marks <= MAX_MARKS) {
                plain.appendCodePoint(plain(c));
            }
            at += Character.charCount(c);
        }
        return plain.toString().strip();
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static int plain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\t' ? ' ' : '?';
            case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER ? c : '?';
            case Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> '?';
            default -> c;
        };
    }
}
