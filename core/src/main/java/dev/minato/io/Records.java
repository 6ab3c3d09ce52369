package dev.minato.io;

import dev.minato.buffer.DelimiterSearch;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// The reader of delimited records behind `readLine` and `readUntil`: waits for a delimiter, and skips what
/// is too long.
///
/// ```
///                       more than max bytes and no delimiter: MESSAGE_TOO_LONG
///      ┌─────────┐ ──────────────────────────────────────────► ┌──────────┐
///      │ reading │                                             │ skipping │
///      └─────────┘ ◄────────────────────────────────────────── └──────────┘
///                       the delimiter; any other call that reads
/// ```
///
/// A record is consumed when it is found whole; a wait that fails leaves it where it is.
final class Records {
    /// So that a record, its CR and its delimiter fit into an array.
    private static final int MAX_RECORD = 1 << 30;

    private final Unread unread;
    private boolean skipping;
    private byte skippedTo;
    private int start;
    private int end;

    Records(Unread unread) {
        this.unread = unread;
    }

    /// Where in the buffer the record begins that was found last.
    int start() {
        return start;
    }

    /// Where it ends, without its delimiter.
    int end() {
        return end;
    }

    /// Somebody else takes the bytes: what is left of a record that was too long is theirs.
    void stopSkipping() {
        skipping = false;
    }

    /// Consumes the next line, its end CR LF or LF not counted; false if the stream has ended.
    boolean nextLine(int max) throws NetException {
        if (!find((byte) '\n', max, 1)) {
            return false;
        }
        boolean ended = unread.buffer().position() > end;
        if (ended && end > start && unread.buffer().get(end - 1) == '\r') {
            end--;
        }
        checkLength(max);
        return true;
    }

    /// Consumes the next record, its delimiter not counted; false if the stream has ended.
    boolean next(byte delimiter, int max) throws NetException {
        if (!find(delimiter, max, 0)) {
            return false;
        }
        checkLength(max);
        return true;
    }

    /// `slack` is 1 if a CR at the end may turn out not to count.
    private boolean find(byte delimiter, int max, int slack) throws NetException {
        checkMax(max);
        if (skipping && !skip()) {
            return false;
        }
        int scanned = 0;
        for (; ; ) {
            ByteBuffer buffer = unread.buffer();
            int at = DelimiterSearch.indexOf(delimiter, buffer, buffer.position() + scanned, buffer.limit());
            if (at >= 0) {
                take(at, at + 1);
                return true;
            }
            scanned = buffer.remaining();
            if (isTooLong(scanned, max, slack)) {
                unread.consumeAll();
                skipping = true;
                skippedTo = delimiter;
                throw tooLong(max);
            }
            if (unread.fill(max + slack + 1) == -1) {
                take(unread.buffer().limit(), unread.buffer().limit());
                return end > start;
            }
        }
    }

    private boolean isTooLong(int length, int max, int slack) {
        if (length <= max) {
            return false;
        }
        ByteBuffer buffer = unread.buffer();
        return length > max + slack || buffer.get(buffer.limit() - 1) != '\r';
    }

    /// Consumes the rest of a record that was too long; false if the stream ends before that does.
    private boolean skip() throws NetException {
        for (; ; ) {
            ByteBuffer buffer = unread.buffer();
            int at = DelimiterSearch.indexOf(skippedTo, buffer, buffer.position(), buffer.limit());
            if (at >= 0) {
                take(at, at + 1);
                skipping = false;
                return true;
            }
            unread.consumeAll();
            // A peer that sends without pause would otherwise keep a cancelled task busy for ever.
            unread.checkInterrupt();
            if (unread.fill(1) == -1) {
                skipping = false;
                return false;
            }
        }
    }

    private void take(int recordEnd, int next) {
        start = unread.buffer().position();
        end = recordEnd;
        unread.consume(next - start);
    }

    private void checkLength(int max) throws NetException {
        if (end - start > max) {
            throw tooLong(max);
        }
    }

    static void checkMax(int max) {
        if (max < 1 || max > MAX_RECORD) {
            throw new IllegalArgumentException("max must be from 1 to " + MAX_RECORD + ", not " + max);
        }
    }

    private NetException tooLong(int max) {
        return unread.failure(ErrorKind.MESSAGE_TOO_LONG, "more than " + max + " bytes before the delimiter");
    }
}
