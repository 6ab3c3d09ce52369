package dev.minato.services.dns;

import dev.minato.services.dns.Query.Edns;
import java.nio.ByteBuffer;
import java.util.Optional;

/// What becomes of a message that came to a forwarder: a query that is taken, an error, or nothing at all.
///
/// ```
///   less than a header ──────────────────────▶ ignored: there is no id to answer to
///   QR: a response ──────────────────────────▶ ignored: an answer could begin a loop
///   not a QUERY; a transfer, or a meta type ──▶ NOTIMP
///   not one question; malformed; two OPT ─────▶ FORMERR       (RFC 9619, RFC 6891 section 6.1.1)
///   an EDNS version other than 0 ────────────▶ BADVERS
///   another class than IN; RD is not set ─────▶ REFUSED       nothing is told of what others have asked
///   anything else ───────────────────────────▶ taken
/// ```
sealed interface QueryCheck {
    /// A query to be answered.
    record Taken(Query query) implements QueryCheck {}

    /// A query to be answered with an error.
    ///
    /// @param questionLength the bytes of the question, which is sent back; 0 for none
    /// @param hasEdns whether the answer needs an OPT record
    record Failed(DnsCode code, int questionLength, boolean hasEdns) implements QueryCheck {
        /// As what it counts.
        QueryResult result() {
            return switch (code) {
                case FORMERR -> QueryResult.MALFORMED;
                case REFUSED -> QueryResult.REFUSED;
                default -> QueryResult.NOT_IMPLEMENTED;
            };
        }
    }

    /// A message to which there is no answer.
    record Ignored(QueryResult result) implements QueryCheck {}

    int HEADER = 12;

    /// Looks at a message, from its position to its limit; neither is changed.
    static QueryCheck of(ByteBuffer message) {
        int start = message.position();
        if (message.remaining() < HEADER) {
            return new Ignored(QueryResult.TOO_SHORT);
        }
        int flags = message.getShort(start + 2) & 0xFFFF;
        if (MessageFlags.isResponse(flags)) {
            return new Ignored(QueryResult.RESPONSE);
        }
        if (MessageFlags.opcode(flags) != 0) {
            return new Failed(DnsCode.NOTIMP, 0, false);
        }
        return question(message, flags);
    }

    private static QueryCheck question(ByteBuffer message, int flags) {
        var records = new QueryRecords(message);
        int length = records.questionLength();
        if (length == 0 || !records.readRest()) {
            return new Failed(DnsCode.FORMERR, length, records.edns().isPresent());
        }
        boolean hasEdns = records.edns().isPresent();
        if (records.ednsVersion() != 0) {
            return new Failed(DnsCode.BADVERS, length, true);
        }
        int type = records.questionType();
        if (isMeta(type)) {
            return new Failed(DnsCode.NOTIMP, length, hasEdns);
        }
        if (records.questionClass() != 1 || !MessageFlags.isRecursionDesired(flags)) {
            return new Failed(DnsCode.REFUSED, length, hasEdns);
        }
        return taken(message, flags, records.edns());
    }

    private static QueryCheck taken(ByteBuffer message, int flags, Optional<Edns> edns) {
        boolean dnssecOk = edns.isPresent() && edns.get().dnssecOk();
        var question = WireQuestion.read(message, dnssecOk);
        int id = message.getShort(message.position()) & 0xFFFF;
        return question.isPresent()
                ? new Taken(new Query(id, MessageFlags.isCheckingDisabled(flags), question.get(), edns))
                : new Failed(DnsCode.FORMERR, 0, edns.isPresent());
    }

    /// OPT is no question's type, nor are TKEY, TSIG and transfers of zones (RFC 6895 section 3.1).
    private static boolean isMeta(int type) {
        return type == 0 || type == QueryRecords.OPT || type >= 249 && type <= 254;
    }
}
