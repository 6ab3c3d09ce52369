package dev.minato.services.dns;

import java.nio.ByteBuffer;

/// The writer of replies: an answer that is known, made into that to a query, or an error.
///
/// ```
///   ┌────────┬──────────┬─────────────────────────────────┬─────┐
///   │ header │ question │ answer, authority, additional   │ OPT │     OPT if the query had one
///   └────────┴──────────┴─────────────────────────────────┴─────┘
///   │ header: TC│ question                                │ OPT │     where that has no room
/// ```
final class Reply {
    private static final int HEADER = QueryCheck.HEADER;
    /// The bytes of an OPT record without options.
    static final int OPT_LENGTH = 11;

    private Reply() {}

    /// Makes a message, from 0 to its limit, the answer to a query, within `max` bytes: with its id and its
    /// flags, and an OPT record if it has one. What has no room is cut to the question, with TC set, for
    /// the asker to come again over TCP. The message needs room for 11 bytes more.
    ///
    /// Returns whether it was cut.
    static boolean answer(ByteBuffer message, Query query, int max) {
        boolean hasEdns = query.edns().isPresent();
        int flags = MessageFlags.ofAnswer(query.checkingDisabled(), message.getShort(2));
        boolean isCut = message.limit() + (hasEdns ? OPT_LENGTH : 0) > max;
        message.putShort(0, (short) query.id());
        message.putShort(2, (short) (isCut ? MessageFlags.truncated(flags) : flags));
        if (isCut) {
            message.putInt(6, 0).putShort(10, (short) 0);
            message.limit(HEADER + query.question().length());
        }
        if (hasEdns) {
            addOpt(message, query.question().dnssecOk(), 0);
        }
        return isCut;
    }

    /// Writes the error to a message that was checked, from 0 on, and flips.
    static void error(ByteBuffer message, QueryCheck.Failed failed, ByteBuffer output) {
        int start = message.position();
        int code = code(failed.code());
        output.clear()
                .putShort(message.getShort(start))
                .putShort((short) MessageFlags.ofError(message.getShort(start + 2), code))
                .putShort((short) (failed.questionLength() > 0 ? 1 : 0))
                .putInt(0)
                .putShort((short) 0);
        int position = output.position();
        output.put(position, message, start + HEADER, failed.questionLength());
        output.position(position + failed.questionLength()).flip();
        if (failed.hasEdns()) {
            addOpt(output, false, code >> 4);
        }
    }

    /// Writes that the query failed here, from 0 on, and flips.
    static void failure(Query query, ByteBuffer output) {
        output.clear().putShort((short) query.id());
        output.putShort((short) MessageFlags.ofAnswer(query.checkingDisabled(), code(DnsCode.SERVFAIL)));
        output.putShort((short) 1).putInt(0).putShort((short) 0);
        query.question().write(output);
        output.flip();
        if (query.edns().isPresent()) {
            addOpt(output, query.question().dnssecOk(), 0);
        }
    }

    /// @param extendedCode what of the code has no room in the header
    private static void addOpt(ByteBuffer message, boolean dnssecOk, int extendedCode) {
        int end = message.limit();
        message.limit(end + OPT_LENGTH);
        message.put(end, (byte) 0)
                .putShort(end + 1, (short) QueryRecords.OPT)
                .putShort(end + 3, (short) Query.MAX_SIZE)
                .put(end + 5, (byte) extendedCode)
                .put(end + 6, (byte) 0)
                .putShort(end + 7, (short) (dnssecOk ? 0x8000 : 0))
                .putShort(end + 9, (short) 0);
        message.putShort(10, (short) (message.getShort(10) + 1));
    }

    private static int code(DnsCode code) {
        return switch (code) {
            case FORMERR -> 1;
            case SERVFAIL -> 2;
            case NOTIMP -> 4;
            case REFUSED -> 5;
            case BADVERS -> 16;
            default -> throw new AssertionError("not an error of a forwarder: " + code);
        };
    }
}
