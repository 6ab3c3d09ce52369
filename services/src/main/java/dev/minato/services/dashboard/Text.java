package dev.minato.services.dashboard;

import dev.minato.error.NetException;

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

    /// Returns why something failed: what the network said, and of another failure its class alone, since its
    /// text may have in it what a client sent. The log has all of it.
    static String of(Throwable failure) {
        String text = failure instanceof NetException ofNetwork
                ? ofNetwork.getMessage()
                : failure.getClass().getName();
        return cut(text, MAX_FAILURE);
    }
}
