package dev.minato.services.dns;

import dev.minato.services.dns.Query.Edns;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The question of a query and the records behind it, of which OPT alone is of interest. Every length is
/// checked.
///
/// ```
///   record:  name   type   class   TTL    length   data
///   OPT:     00     0029   size    EVxx   ....     options      E: code, V: version, x: DO, …
/// ```
final class QueryRecords {
    /// The type of OPT.
    static final int OPT = 41;

    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 63;
    private static final int POINTER = 0xC0;

    private final ByteBuffer message;
    private final int start;
    private final int end;
    private int at;
    private int questionEnd;
    private Optional<Edns> edns = Optional.empty();
    private int ednsVersion;

    QueryRecords(ByteBuffer message) {
        this.message = message;
        this.start = message.position();
        this.end = message.limit();
        this.at = start + QueryCheck.HEADER;
    }

    private int number(int offset) {
        return message.getShort(offset) & 0xFFFF;
    }

    /// Returns the length of the one question; 0 if there is not exactly one, or it is malformed.
    int questionLength() {
        if (number(start + 4) != 1 || !skipName(false) || end - at < 4) {
            return 0;
        }
        at += 4;
        questionEnd = at;
        return at - start - QueryCheck.HEADER;
    }

    int questionType() {
        return number(questionEnd - 4);
    }

    int questionClass() {
        return number(questionEnd - 2);
    }

    /// What the OPT record says, once it was read.
    Optional<Edns> edns() {
        return edns;
    }

    int ednsVersion() {
        return ednsVersion;
    }

    /// Reads what follows the question; false if that is malformed, there are two OPT records, a query has
    /// an answer, or something is left over.
    boolean readRest() {
        int answers = number(start + 6);
        int authority = number(start + 8);
        int additional = number(start + 10);
        // A request for what changed in a zone (IXFR, RFC 1995) has a record there; it is not taken, but well formed.
        for (int i = 0; i < authority; i++) {
            if (!readRecord(false)) {
                return false;
            }
        }
        for (int i = 0; i < additional; i++) {
            if (!readRecord(true)) {
                return false;
            }
        }
        return answers == 0 && at == end;
    }

    private boolean readRecord(boolean mayBeOpt) {
        int name = at;
        if (!skipName(true) || end - at < 10) {
            return false;
        }
        int type = number(at);
        int data = at + 10;
        int length = number(at + 8);
        if (end - data < length) {
            return false;
        }
        boolean isGood = type != OPT || mayBeOpt && message.get(name) == 0 && readOpt(data - 8);
        at = data + length;
        return isGood;
    }

    /// @param from where its class is
    private boolean readOpt(int from) {
        if (edns.isPresent()) {
            return false;
        }
        ednsVersion = message.get(from + 3) & 0xFF;
        edns = Optional.of(new Edns(number(from), message.get(from + 4) < 0));
        return true;
    }

    /// Passes a name; false if it is malformed. A pointer ends it; where it points to does not matter.
    private boolean skipName(boolean mayPoint) {
        int name = at;
        while (at < end) {
            int length = message.get(at) & 0xFF;
            if (length >= POINTER) {
                at += 2;
                return mayPoint && at <= end;
            }
            at += 1 + length;
            if (length > MAX_LABEL || at - name > MAX_NAME) {
                return false;
            }
            if (length == 0) {
                return true;
            }
        }
        return false;
    }
}
