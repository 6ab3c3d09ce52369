package dev.minato.services.dashboard;

/// Text that came from elsewhere, cut to a length that is kept for long.
final class Text {
    /// The most chars of a failure's text.
    static final int MAX_FAILURE = 240;

    /// The most chars of a peer's name.
    static final int MAX_NAME = 120;

    private Text() {}

    /// Returns the text, cut and with an ellipsis if it has more than `max` chars.
    static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }

    /// Returns why something failed, in one line.
    static String of(Throwable failure) {
        String message = failure.getMessage();
        boolean isOfNetwork = failure instanceof dev.minato.error.NetException;
        String name = failure.getClass().getName();
        return cut(isOfNetwork ? String.valueOf(message) : message == null ? name : name + ": " + message, MAX_FAILURE);
    }
}
