package dev.minato.address;

/// A cursor over a text, read from left to right: every failure names its position.
///
/// Only ASCII digits are digits; `Character.digit` would take those of every script.
final class Cursor {
    private final String subject;
    private final String text;
    private int position;

    /// Begins at the start of `text`; `subject` says in failures what the text should be.
    Cursor(String subject, String text) {
        this.subject = subject;
        this.text = text;
    }

    int position() {
        return position;
    }

    /// Goes to `position`, such as back to one that was passed.
    void moveTo(int position) {
        this.position = position;
    }

    boolean isAtEnd() {
        return position == text.length();
    }

    boolean isAt(char wanted) {
        return position < text.length() && text.charAt(position) == wanted;
    }

    boolean isAtHexDigit() {
        return position < text.length() && hexDigit(text.charAt(position)) >= 0;
    }

    /// Passes `wanted` if it is next.
    boolean take(char wanted) {
        if (!isAt(wanted)) {
            return false;
        }
        position++;
        return true;
    }

    void expect(char wanted) {
        if (!take(wanted)) {
            throw error("expected '" + wanted + "'");
        }
    }

    void expectEnd() {
        if (!isAtEnd()) {
            throw error("expected the end");
        }
    }

    /// A decimal number without sign and leading zeros; `name` says in failures what it is.
    int decimal(String name, int max) {
        int start = position;
        long value = 0;
        while (position < text.length() && isDigit(text.charAt(position))) {
            if (position == start + 1 && value == 0) {
                throw error(start, "leading zero");
            }
            value = value * 10 + (text.charAt(position) - '0');
            if (value > max) {
                throw error(start, name + " is above " + max);
            }
            position++;
        }
        if (position == start) {
            throw error(name + (start == text.length() ? " is missing" : " must be a decimal number"));
        }
        return (int) value;
    }

    /// One to four hexadecimal digits.
    int hexGroup() {
        int start = position;
        int value = 0;
        while (isAtHexDigit()) {
            if (position == start + 4) {
                throw error(start, "group has more than four digits");
            }
            value = (value << 4) | hexDigit(text.charAt(position));
            position++;
        }
        if (position == start) {
            throw error("expected a hexadecimal digit");
        }
        return value;
    }

    AddressParseException error(String reason) {
        return error(position, reason);
    }

    AddressParseException error(int at, String reason) {
        return new AddressParseException(subject, text, at, reason);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// The value of a hexadecimal digit; -1 if `c` is none.
    static int hexDigit(char c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int lower = c | 0x20;
        return (lower >= 'a' && lower <= 'f') ? lower - 'a' + 10 : -1;
    }
}
