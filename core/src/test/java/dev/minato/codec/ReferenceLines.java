package dev.minato.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a line codec must find, worked out the simple way from all the bytes at once; in the notation of
/// [Feed].
final class ReferenceLines {
    private ReferenceLines() {}

    static List<String> of(byte[] stream, int max, boolean utf8) {
        var found = new ArrayList<String>();
        var rest = new String(stream, ISO_8859_1);
        for (int newline = rest.indexOf('\n'); newline >= 0; newline = rest.indexOf('\n')) {
            var line = rest.substring(0, newline);
            found.add(outcome(line.endsWith("\r") ? line.substring(0, newline - 1) : line, max, utf8));
            rest = rest.substring(newline + 1);
        }
        if (!rest.isEmpty()) {
            found.add(outcome(rest, max, utf8));
        }
        return found;
    }

    /// As [#of], where only CR LF ends a line, and none of the two may stand alone.
    static List<String> strict(byte[] stream, int max, boolean utf8) {
        var found = new ArrayList<String>();
        var lines = new String(stream, ISO_8859_1).split("\r\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i < lines.length - 1 || !lines[i].isEmpty()) {
                found.add(strictOutcome(lines[i], max, utf8));
            }
        }
        return found;
    }

    private static String strictOutcome(String line, int max, boolean utf8) {
        int stray = line.indexOf('\n');
        int length = stray < 0 ? line.length() : stray;
        if (length > max) {
            return "!MESSAGE_TOO_LONG";
        }
        return stray >= 0 || line.indexOf('\r') >= 0 ? "!INVALID_DATA" : outcome(line, max, utf8);
    }

    private static String outcome(String line, int max, boolean utf8) {
        if (line.length() > max) {
            return "!MESSAGE_TOO_LONG";
        }
        return utf8 && !isUtf8(line.getBytes(ISO_8859_1)) ? "!INVALID_DATA" : "<" + line + ">";
    }

    private static boolean isUtf8(byte[] bytes) {
        return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
    }
}
