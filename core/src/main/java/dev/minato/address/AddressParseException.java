package dev.minato.address;

/// A failure to parse an address: the position in the text, and the reason.
///
/// The message shows the text in printable ASCII (anything else is escaped as in Java source) and cuts it
/// when it is long: `invalid IPv4 address "01.2.3.4" at position 0: leading zero`.
public final class AddressParseException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int MAX_SHOWN = 80;

    private final String input;
    private final int position;
    private final String reason;

    AddressParseException(String subject, String input, int position, String reason) {
        super("invalid " + subject + " \"" + shown(input) + "\" at position " + position + ": " + reason);
        this.input = input;
        this.position = position;
        this.reason = reason;
    }

    /// The whole text, as it was given.
    public String input() {
        return input;
    }

    /// The index in [#input()] of the char that is wrong, or of the first char of a number that is; the
    /// length of the input where something is missing at its end.
    public int position() {
        return position;
    }

    /// The reason, in a few words without the text itself.
    public String reason() {
        return reason;
    }

    private static String shown(String input) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(input.length(), MAX_SHOWN); i++) {
            char c = input.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                text.append(c);
            } else {
                text.append(String.format("\\u%04x", (int) c));
            }
        }
        return input.length() <= MAX_SHOWN
                ? text.toString()
                : text.append("...").toString();
    }
}
