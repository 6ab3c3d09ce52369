package dev.minato.codec;

import dev.minato.buffer.DelimiterSearch;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// Finds the lines in what arrives, and skips those that are too long.
///
/// ```
///     the end of a line: a line
///         ┌────┐                     more than max bytes and no end yet: MESSAGE_TOO_LONG
///         ▼    │                     an LF without its CR, if strict:    INVALID_DATA
///      ┌─────────┐ ──────────────────────────────────────► ┌──────────┐ ───┐ no end:
///      │ reading │                                         │ skipping │    │ drop all
///      └─────────┘ ◄────────────────────────────────────── └──────────┘ ◄──┘
///                        its end, or that of the stream
/// ```
///
/// A line that is too long but already there with its end is skipped at once, without the state.
final class LineScanner {
    static final byte LF = '\n';
    static final byte CR = '\r';

    private final int max;
    private final boolean isStrict;
    private final boolean mustEnd;

    /// So many bytes, counted from the input's position because the caller may move them, hold no LF.
    private int scanned;

    private boolean skipping;

    /// Whether a CR was the last byte that was dropped.
    private boolean droppedCr;

    private long ended;
    private int start;
    private int end;
    private boolean terminated;

    LineScanner(LineFormat format) {
        this.max = format.max();
        this.isStrict = format.isStrict();
        this.mustEnd = format.isTerminated();
    }

    /// A whole line with CR LF.
    int maxBuffered() {
        return max + 2;
    }

    /// Where in the input the line begins that was found last.
    int start() {
        return start;
    }

    /// Where it ends, CR and LF excluded.
    int end() {
        return end;
    }

    /// Whether the line that was found last had its end.
    boolean isTerminated() {
        return terminated;
    }

    /// Takes the next line from `input`; false if there is none yet.
    boolean next(ByteBuffer input) throws NetException {
        if (skipping && !skip(input)) {
            return false;
        }
        start = input.position();
        int newline = DelimiterSearch.indexOf(LF, input, start + alreadyScanned(input), input.limit());
        if (newline >= 0) {
            takeTo(newline, input);
            return true;
        }
        scanned = input.remaining();
        if (isTooLong(input)) {
            skipping = true;
            drop(input);
            throw tooLong();
        }
        return false;
    }

    /// Whether a line has begun that has not ended yet.
    boolean isWithin(ByteBuffer input) {
        return skipping || input.hasRemaining();
    }

    /// How many lines have ended, good and bad.
    long ended() {
        return ended;
    }

    void reset() {
        scanned = 0;
        skipping = false;
    }

    /// Takes the next line when nothing comes after `input`; false if none is left.
    boolean last(ByteBuffer input) throws NetException {
        if (next(input)) {
            return true;
        }
        start = input.position();
        end = input.limit();
        terminated = false;
        skipping = false;
        drop(input);
        checkLength();
        if (end > start && mustEnd) {
            throw NetException.of(ErrorKind.UNEXPECTED_EOF, "decode", end - start + " bytes of a line without its end");
        }
        checkNoCr(input);
        return end > start;
    }

    private boolean skip(ByteBuffer input) {
        int newline = endOfSkipped(input);
        if (newline < 0) {
            drop(input);
            return false;
        }
        skipping = false;
        input.position(newline + 1);
        ended++;
        return true;
    }

    private int endOfSkipped(ByteBuffer input) {
        int from = input.position();
        int newline = DelimiterSearch.indexOf(LF, input, from, input.limit());
        while (isStrict && newline >= 0 && !(newline == from ? droppedCr : input.get(newline - 1) == CR)) {
            from = newline + 1;
            droppedCr = false;
            newline = DelimiterSearch.indexOf(LF, input, from, input.limit());
        }
        return newline;
    }

    /// A caller that threw bytes away has the rest scanned anew.
    private int alreadyScanned(ByteBuffer input) {
        return scanned <= input.remaining() ? scanned : 0;
    }

    private void takeTo(int newline, ByteBuffer input) throws NetException {
        boolean hasCr = newline > start && input.get(newline - 1) == CR;
        end = hasCr ? newline - 1 : newline;
        scanned = 0;
        input.position(newline + 1);
        if (isStrict && !hasCr) {
            // The line goes on behind its stray LF.
            skipping = true;
            droppedCr = false;
            checkLength();
            throw stray("line feed", newline);
        }
        ended++;
        terminated = true;
        checkLength();
        checkNoCr(input);
    }

    /// Whether a line without LF so far is too long whatever comes: one byte more than `max` may be the CR of
    /// its end.
    private boolean isTooLong(ByteBuffer input) {
        return scanned > max + 1 || (scanned == max + 1 && input.get(input.limit() - 1) != CR);
    }

    private void drop(ByteBuffer input) {
        scanned = 0;
        if (input.hasRemaining()) {
            droppedCr = input.get(input.limit() - 1) == CR;
            input.position(input.limit());
        }
    }

    private void checkLength() throws NetException {
        if (end - start > max) {
            throw tooLong();
        }
    }

    private void checkNoCr(ByteBuffer input) throws NetException {
        if (isStrict) {
            int at = DelimiterSearch.indexOf(CR, input, start, end);
            if (at >= 0) {
                throw stray("carriage return", at);
            }
        }
    }

    private NetException tooLong() {
        return NetException.of(ErrorKind.MESSAGE_TOO_LONG, "decode", "a line of more than " + max + " bytes");
    }

    private NetException stray(String what, int at) {
        var detail = "stray " + what + " at byte " + (at - start) + " of a line";
        return NetException.of(ErrorKind.INVALID_DATA, "decode", detail);
    }
}
