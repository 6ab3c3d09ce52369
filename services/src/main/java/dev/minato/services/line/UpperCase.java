package dev.minato.services.line;

import java.util.Locale;

/// The conversion to upper case as Unicode defines it for no language (`Locale.ROOT`), in linear time.
///
/// `String.toUpperCase` copies its result at each letter that grows, which is quadratic for a long text of
/// such letters. Here a text is cut into chunks of bounded length; no upper case depends on its neighbours,
/// so the chunks are independent.
final class UpperCase {
    private static final int MAX_CHUNK = 128;

    private UpperCase() {}

    /// Returns a chunk in upper case; in UTF-8 it is at most three times as long as before.
    static String of(String chunk) {
        return chunk.toUpperCase(Locale.ROOT);
    }

    /// Returns the end of the chunk that begins at `from`; never within a surrogate pair.
    static int chunkEnd(String text, int from) {
        int to = Math.min(from + MAX_CHUNK, text.length());
        return to < text.length() && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }
}
