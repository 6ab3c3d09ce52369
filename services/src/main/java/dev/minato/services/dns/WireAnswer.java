package dev.minato.services.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/// An answer in bytes, ready to be kept and given to any asker of its question.
///
/// ```
///   id 0 │ flags │ counts │ question, put in as each asker spells it │ records … ttl … ttl …, no OPT
///                                      ▲ owner names point here         └─────┴── counted down
/// ```
///
/// Immutable.
final class WireAnswer {
    /// The longest that a record may be kept (RFC 2181 section 8); dnsjava makes 0 of what is longer.
    private static final long MAX_TTL = Integer.MAX_VALUE;

    /// How long a negative answer is kept at most (RFC 2308 section 5).
    private static final long MAX_NEGATIVE = 3 * 60 * 60;

    private static final int MAX_MESSAGE = 65_535;
    private static final int COUNTS = 4;
    private static final int POINTER = 0xc0;

    private final byte[] message;
    private final int[] ttls;
    private final DnsCode code;
    private final long keep;

    private WireAnswer(byte[] message, int[] ttls, DnsCode code, long keep) {
        this.message = message;
        this.ttls = ttls;
        this.code = code;
        this.keep = keep;
    }

    /// Reads the answer of a server; empty if it is malformed.
    ///
    /// @param question its question, which the caller has compared
    static Optional<WireAnswer> read(byte[] answer, WireQuestion question) {
        try {
            Message message = DnsMessages.read(answer);
            DnsCode code = DnsCode.of(message.getRcode());
            long keep = code.isGood() ? keep(message, question.type()) : 0;
            byte[] bytes = DnsMessages.withoutHop(message);
            if (bytes.length > MAX_MESSAGE) {
                return Optional.empty();
            }
            question.writeInto(bytes);
            return Optional.of(new WireAnswer(bytes, ttls(bytes, question), code, keep));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// Returns for how many seconds the answer holds: as long as its shortest record; if there is none of
    /// the type that was asked for, as the SOA record says, and not at all without one (RFC 2308 sections 3
    /// to 5).
    private static long keep(Message message, int type) {
        List<Record> records = message.getSection(Section.ANSWER);
        long shortest = records.stream().mapToLong(Record::getTTL).min().orElse(MAX_TTL);
        boolean positive = records.stream().anyMatch(record -> record.getType() == type);
        return positive ? shortest : Math.min(shortest, keepNegative(message));
    }

    private static long keepNegative(Message message) {
        for (Record each : message.getSection(Section.AUTHORITY)) {
            if (each instanceof SOARecord soa) {
                return Math.min(MAX_NEGATIVE, Math.min(soa.getTTL(), soa.getMinimum()));
            }
        }
        return 0;
    }

    /// Finds the TTLs of all records, in bytes that dnsjava wrote.
    private static int[] ttls(byte[] bytes, WireQuestion question) {
        var input = ByteBuffer.wrap(bytes);
        int count = 0;
        for (int section = 1; section < COUNTS; section++) {
            count += input.getShort(4 + 2 * section) & 0xffff;
        }
        var ttls = new int[count];
        input.position(WireQuestion.OFFSET + question.length());
        for (int i = 0; i < count; i++) {
            skipName(input);
            ttls[i] = input.position() + 4;
            input.position(ttls[i] + 4);
            int length = input.getShort() & 0xffff;
            input.position(input.position() + length);
        }
        return ttls;
    }

    private static void skipName(ByteBuffer input) {
        int label = input.get() & 0xff;
        while (label != 0 && label < POINTER) {
            input.position(input.position() + label);
            label = input.get() & 0xff;
        }
        if (label != 0) {
            input.position(input.position() + 1);
        }
    }

    DnsCode code() {
        return code;
    }

    /// For how many seconds it may be kept; 0 for not at all.
    long keep() {
        return keep;
    }

    /// How many bytes it takes in memory, about.
    int memory() {
        return message.length + ttls.length * Integer.BYTES + 64;
    }

    int length() {
        return message.length;
    }

    /// Writes the answer as `asker` spells its question, `age` seconds after it came; there is room for it.
    void write(WireQuestion asker, long age, ByteBuffer output) {
        int start = output.position();
        output.put(message, 0, WireQuestion.OFFSET);
        asker.write(output);
        int rest = WireQuestion.OFFSET + asker.length();
        output.put(message, rest, message.length - rest);
        for (int ttl : ttls) {
            long left = Math.max(0, Integer.toUnsignedLong(output.getInt(start + ttl)) - age);
            output.putInt(start + ttl, (int) left);
        }
    }

    /// Returns the answer as [#write] has it.
    byte[] copyFor(WireQuestion asker, long age) {
        var copy = new byte[message.length];
        write(asker, age, ByteBuffer.wrap(copy));
        return copy;
    }
}
