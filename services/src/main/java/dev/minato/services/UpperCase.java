package dev.minato.services;

import java.util.Locale;

/// Upper case, as Unicode has it without regard to a language (`Locale.ROOT`), in linear time.
///
/// The JDK's own copies all that it has so far at each letter that grows, so a long text of such letters costs
/// the square of its length. Here a text is cut into pieces of bounded length; no upper case depends on the
/// letters around it, so the pieces are independent.
final class UpperCase {
    private static final int PIECE = 128;

    private UpperCase() {}

    /// One piece in upper case. In UTF-8 it is at most three times as long as before.
    static String of(String piece) {
        return piece.toUpperCase(Locale.ROOT);
    }

    /// The end of the piece that begins at `from`: between two code points, never within one.
    static int pieceEnd(String text, int from) {
        int to = Math.min(from + PIECE, text.length());
        return to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }
}
