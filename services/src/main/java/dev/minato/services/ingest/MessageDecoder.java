package dev.minato.services.ingest;

import dev.minato.codec.Decoder;
import dev.minato.services.ingest.Message.Kind;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A decoder of messages in a stream, told apart by their first bytes.
///
/// ```
///   a count, a space, '<'    a syslog message of so many bytes (RFC 6587, octet counting)
///   '<'                      a syslog message up to LF
///   letters, a space, '/'    an HTTP request up to a blank line, at the beginning of the stream only
///   anything else            a metric up to LF
/// ```
///
/// A CR before LF is dropped, and so are empty lines: some senders put an LF behind a counted message
/// without counting it. A message that is too long is told as such at once, and skipped to its end. Never
/// throws.
final class MessageDecoder implements Decoder<Message> {
    /// The longest message in bytes, without its end; rsyslog cuts its own at 8,096.
    static final int MAX_MESSAGE = 8 * 1024;

    private static final int MAX_COUNT = 11;

    private final Message message = new Message();
    private final Optional<Message> some = Optional.of(message);
    private final OctetCount count = new OctetCount();

    private boolean hasBegun;

    /// How many bytes from the input's position hold no LF.
    private int scanned;

    /// How many bytes of a counted message are still to be skipped.
    private long octetsToSkip;

    private boolean skipsLine;

    /// Whether a request was read, behind which everything is dropped.
    private boolean over;

    private long ended;

    @Override
    public Optional<Message> decode(ByteBuffer input) {
        skip(input);
        if (!input.hasRemaining()) {
            message.clear();
            return Optional.empty();
        }
        int from = input.position();
        return switch (count.parse(input, from, input.limit())) {
            case UNDECIDED -> Optional.empty();
            case COUNT -> counted(input, from);
            case NO_COUNT -> line(input, from);
        };
    }

    private void skip(ByteBuffer input) {
        if (over) {
            input.position(input.limit());
        }
        if (octetsToSkip > 0) {
            int skipped = (int) Math.min(octetsToSkip, input.remaining());
            input.position(input.position() + skipped);
            octetsToSkip -= skipped;
            ended += octetsToSkip == 0 ? 1 : 0;
        }
        if (skipsLine) {
            int end = indexOfLf(input, input.position());
            input.position(end < 0 ? input.limit() : end + 1);
            skipsLine = end < 0;
            ended += end < 0 ? 0 : 1;
        }
        if (scanned == 0) {
            skipEmptyLines(input);
        }
    }

    private static void skipEmptyLines(ByteBuffer input) {
        int at = input.position();
        while (at < input.limit() && (input.get(at) == '\n' || isCrLf(input, at))) {
            at++;
        }
        input.position(at);
    }

    private static boolean isCrLf(ByteBuffer input, int at) {
        return input.get(at) == '\r' && at + 1 < input.limit() && input.get(at + 1) == '\n';
    }

    private Optional<Message> counted(ByteBuffer input, int from) {
        hasBegun = true;
        if (count.octets() > MAX_MESSAGE) {
            octetsToSkip = count.octets() + count.headerLength();
            message.set(Kind.TOO_LONG, input, from, from);
            skip(input);
            return some;
        }
        int start = from + count.headerLength();
        int end = start + (int) count.octets();
        return end <= input.limit() ? give(Kind.SYSLOG, input, start, end, end) : Optional.empty();
    }

    private Optional<Message> line(ByteBuffer input, int from) {
        int end = indexOfLf(input, from + scanned);
        int length = (end < 0 ? input.limit() : end) - from;
        if (length > MAX_MESSAGE + 1) {
            return tooLong(input, from);
        }
        if (end < 0) {
            scanned = length;
            return Optional.empty();
        }
        if (!hasBegun && isHttp(input, from, end)) {
            return request(input, from, end);
        }
        int to = withoutCr(input, from, end);
        if (to == from) {
            return afterEmptyLine(input, end);
        }
        Kind kind = input.get(from) == '<' ? Kind.SYSLOG : Kind.METRIC;
        return give(to - from > MAX_MESSAGE ? Kind.TOO_LONG : kind, input, from, to, end + 1);
    }

    /// Goes on behind an empty line whose CR had come alone.
    private Optional<Message> afterEmptyLine(ByteBuffer input, int end) {
        scanned = 0;
        input.position(end + 1);
        return decode(input);
    }

    private Optional<Message> tooLong(ByteBuffer input, int from) {
        hasBegun = true;
        scanned = 0;
        skipsLine = true;
        message.set(Kind.TOO_LONG, input, from, from);
        skip(input);
        return some;
    }

    private Optional<Message> give(Kind kind, ByteBuffer input, int from, int to, int next) {
        hasBegun = true;
        scanned = 0;
        message.set(kind, input, from, to);
        input.position(next);
        return some;
    }

    /// No metric looks like that: a value is no path.
    private static boolean isHttp(ByteBuffer input, int from, int end) {
        int at = from;
        while (at < end && input.get(at) >= 'A' && input.get(at) <= 'Z') {
            at++;
        }
        return at > from && at + 1 < end && input.get(at) == ' ' && input.get(at + 1) == '/';
    }

    /// Gives the request line once the blank line behind the fields has come; an empty one if that is too
    /// far away.
    private Optional<Message> request(ByteBuffer input, int from, int endOfLine) {
        int last = endOfLine;
        while (last >= 0 && !isBeforeEmptyLine(input, last)) {
            last = indexOfLf(input, last + 1);
        }
        boolean isWhole = last >= 0 && last - from < MAX_MESSAGE - 2;
        if (!isWhole && input.limit() - from < MAX_MESSAGE) {
            return Optional.empty();
        }
        over = true;
        return give(Kind.HTTP, input, from, isWhole ? withoutCr(input, from, endOfLine) : from, input.limit());
    }

    private static boolean isBeforeEmptyLine(ByteBuffer input, int lf) {
        return lf + 1 < input.limit() && (input.get(lf + 1) == '\n' || isCrLf(input, lf + 1));
    }

    private static int withoutCr(ByteBuffer input, int from, int end) {
        return end > from && input.get(end - 1) == '\r' ? end - 1 : end;
    }

    /// Returns -1 if there is none.
    private static int indexOfLf(ByteBuffer input, int from) {
        for (int at = from; at < input.limit(); at++) {
            if (input.get(at) == '\n') {
                return at;
            }
        }
        return -1;
    }

    /// What is left at the end is no message.
    @Override
    public Optional<Message> decodeEnd(ByteBuffer input) {
        Optional<Message> next = decode(input);
        if (next.isEmpty() && input.hasRemaining()) {
            return give(Kind.INCOMPLETE, input, input.position(), input.limit(), input.limit());
        }
        if (next.isEmpty()) {
            reset();
        }
        return next;
    }

    @Override
    public void reset() {
        hasBegun = false;
        scanned = 0;
        octetsToSkip = 0;
        skipsLine = false;
        over = false;
    }

    @Override
    public boolean isWithin(ByteBuffer input) {
        return octetsToSkip > 0 || skipsLine || input.hasRemaining();
    }

    @Override
    public long ended() {
        return ended;
    }

    @Override
    public int maxBuffered() {
        return MAX_MESSAGE + MAX_COUNT + 2;
    }
}
