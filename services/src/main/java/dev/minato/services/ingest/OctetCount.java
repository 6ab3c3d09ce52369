package dev.minato.services.ingest;

import java.nio.ByteBuffer;

/// A parser of the length in front of a syslog message (RFC 6587, octet counting): `64 <13>1 …`.
///
/// A digit alone tells nothing, since a metric's name may begin with one; the `<` behind the space does.
final class OctetCount {
    /// No length has more digits: it would be a petabyte.
    private static final int MAX_DIGITS = 10;

    private long octets;
    private int headerLength;

    /// What stands at the front.
    enum Found {
        COUNT,
        NO_COUNT,
        /// More bytes are needed to tell.
        UNDECIDED
    }

    /// Looks at the bytes from `from` to before `to`.
    Found parse(ByteBuffer input, int from, int to) {
        octets = 0;
        int at = from;
        while (at < to && isDigit(input.get(at))) {
            octets = octets * 10 + input.get(at) - '0';
            at++;
            if (octets == 0 || at - from > MAX_DIGITS) {
                return Found.NO_COUNT;
            }
        }
        if (at == from && at < to || at < to && input.get(at) != ' ') {
            return Found.NO_COUNT;
        }
        if (at + 1 >= to) {
            return Found.UNDECIDED;
        }
        headerLength = at + 1 - from;
        return input.get(at + 1) == '<' ? Found.COUNT : Found.NO_COUNT;
    }

    private static boolean isDigit(byte next) {
        return next >= '0' && next <= '9';
    }

    /// How long the message is, without the count.
    long octets() {
        return octets;
    }

    /// How long the count is, with its space.
    int headerLength() {
        return headerLength;
    }
}
