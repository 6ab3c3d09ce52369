package dev.minato.services.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The lines that are sent, as bytes with their LF. The first characters tell who speaks: no name begins with
/// any of the signs, and no line of a member is sent without his name.
///
/// ```
///  * anna joined lobby        the service
///  anna: hello                a member
///  anna (to you): hello       a member, in private
///  | anna: hello              a member, before you came
/// ```
final class Notice {
    /// In front of a line that was said before.
    static final byte[] EARLIER = "| ".getBytes(UTF_8);

    private Notice() {}

    static byte[] of(String text) {
        return line("* " + text);
    }

    static byte[] said(Name name, String text) {
        return line(name + ": " + text);
    }

    static byte[] told(Name name, String text) {
        return line(name + " (to you): " + text);
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(UTF_8);
    }
}
