package dev.minato.services.ingest;

import java.nio.ByteBuffer;

/// A parser of the beginning of a syslog message: its priority, and which RFC it follows.
///
/// ```
///   <13>1 2026-11-29T19:04:17…      RFC 5424: a version, a space, a timestamp or '-'
///   <13>Nov 29 19:04:27 …           RFC 3164, as is everything else behind a priority
/// ```
final class SyslogPriority {
    private static final int MAX_PRIORITY = 191;

    private int priority;
    private boolean isRfc5424;

    /// Parses the bytes from `from` to before `to`; returns false if there is no valid priority.
    boolean parse(ByteBuffer input, int from, int to) {
        priority = 0;
        int at = from + 1;
        while (at < to && at - from <= 3 && input.get(at) >= '0' && input.get(at) <= '9') {
            priority = priority * 10 + input.get(at) - '0';
            at++;
        }
        boolean hasLeadingZero = at - from > 2 && input.get(from + 1) == '0';
        boolean isClosed = at < to && at > from + 1 && input.get(at) == '>';
        isRfc5424 = isClosed && hasVersion(input, at + 1, to);
        return isClosed && input.get(from) == '<' && !hasLeadingZero && priority <= MAX_PRIORITY;
    }

    private static boolean hasVersion(ByteBuffer input, int from, int to) {
        if (to - from < 3 || input.get(from) != '1' || input.get(from + 1) != ' ') {
            return false;
        }
        byte next = input.get(from + 2);
        return next == '-' || next >= '0' && next <= '9';
    }

    /// From 0 to 191: eight times the facility, and the severity.
    int priority() {
        return priority;
    }

    boolean isRfc5424() {
        return isRfc5424;
    }
}
