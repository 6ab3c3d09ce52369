package dev.minato.tls;

import java.util.List;
import java.util.stream.Collectors;

/// Text from outside, such as a name in a peer's certificate, as it may stand in a message: without line breaks
/// and what else a terminal would obey, and not longer than a message is read.
final class Printable {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_LISTED = 10;

    private Printable() {}

    /// `text` with escapes as in Java source for what is not printable, cut at 200 chars.
    static String text(String text) {
        var printable = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_LENGTH); i++) {
            char c = text.charAt(i);
            printable.append(isPrintable(c) ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return text.length() > MAX_LENGTH ? printable + "..." : printable.toString();
    }

    /// The first ten of them, and how many there are more.
    static String list(List<String> texts) {
        String first = texts.stream().limit(MAX_LISTED).map(Printable::text).collect(Collectors.joining(", "));
        return texts.size() > MAX_LISTED ? first + " and " + (texts.size() - MAX_LISTED) + " more" : first;
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c <= '~' || c > 0xa0 && Character.isLetterOrDigit(c);
    }
}
