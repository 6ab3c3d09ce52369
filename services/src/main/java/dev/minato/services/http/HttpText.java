package dev.minato.services.http;

import java.nio.ByteBuffer;

/// The character classes of HTTP, and scans for them in a part of a buffer (RFC 9110 section 5.6).
final class HttpText {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final boolean[] TOKEN = tokenCharacters();

    private HttpText() {}

    private static boolean[] tokenCharacters() {
        var token = new boolean[128];
        for (char c = 0; c < token.length; c++) {
            token[c] = Character.isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0;
        }
        return token;
    }

    /// Returns the index of the first LF from `from` on; there must be one.
    static int lineEnd(ByteBuffer text, int from) {
        int at = from;
        while (text.get(at) != '\n') {
            at++;
        }
        return at;
    }

    /// Returns the end of a line without the CR before its LF.
    static int withoutCr(ByteBuffer text, int from, int lineEnd) {
        return lineEnd > from && text.get(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd;
    }

    /// Returns the index of the first such character, or `to`.
    static int indexOf(char c, ByteBuffer text, int from, int to) {
        int at = from;
        while (at < to && text.get(at) != c) {
            at++;
        }
        return at;
    }

    static int skipSpace(ByteBuffer text, int from, int to) {
        int at = from;
        while (at < to && isSpace(text.get(at))) {
            at++;
        }
        return at;
    }

    static int trimSpace(ByteBuffer text, int from, int to) {
        int at = to;
        while (at > from && isSpace(text.get(at - 1))) {
            at--;
        }
        return at;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t';
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /// Returns whether the part is a token: one or more token characters (RFC 9110 section 5.6.2).
    static boolean isToken(ByteBuffer text, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = text.get(i);
            if (c < 0 || !TOKEN[c]) {
                return false;
            }
        }
        return to > from;
    }

    /// Returns whether the part can be a request target: at least one character, no space and no control
    /// character.
    static boolean isTarget(ByteBuffer text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.get(i) == ' ' || isControl(text.get(i))) {
                return false;
            }
        }
        return to > from;
    }

    /// Returns whether the part can be a field value: no control character but HTAB.
    static boolean isText(ByteBuffer text, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = text.get(i);
            if (isControl(c) && c != '\t') {
                return false;
            }
        }
        return true;
    }

    /// Bytes beyond ASCII, which are negative, are obs-text.
    private static boolean isControl(byte c) {
        return (c >= 0 && c < ' ') || c == 0x7f;
    }

    static boolean equals(String word, ByteBuffer text, int from, int to) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text.get(from + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// As [#equals(String, ByteBuffer, int, int)], ignoring the case of ASCII letters; `lower` is in lower
    /// case.
    static boolean equalsIgnoreCase(String lower, ByteBuffer text, int from, int to) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            byte c = text.get(from + i);
            if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
