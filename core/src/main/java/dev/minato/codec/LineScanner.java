package dev.minato.codec;

import dev.minato.buffer.DelimiterSearch;
import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.nio.ByteBuffer;

/// Finds the lines in what arrives, and skips those that are too long.
///
/// ```
///        LF: a line
///         ┌────┐                     more than max bytes
///         ▼    │                     and no LF yet: MESSAGE_TOO_LONG
///      ┌─────────┐ ──────────────────────────────────────► ┌──────────┐ ───┐ no LF:
///      │ reading │                                         │ skipping │    │ drop all
///      └─────────┘ ◄────────────────────────────────────── └──────────┘ ◄──┘
///                        LF, or the end of the stream
/// ```
///
/// A line that is too long but already there with its LF is skipped at once, without the state.
final class LineScanner {
    static final byte LF = '\n';

    private static final int MAX_LINE = 1 << 30;

    private final int max;
    private final LineEnd last;
    /// So many bytes, counted from the input's position because the caller may move them, hold no LF.
    private int scanned;

    private boolean skipping;
    private long ended;
    private int start;
    private int end;

    /// @param last what a last line without its end is
    LineScanner(int max, LineEnd last) {
        if (max < 1 || max > MAX_LINE) {
            throw new IllegalArgumentException("max must be from 1 to " + MAX_LINE + ", not " + max);
        }
        this.max = max;
        this.last = last;
    }

    int max() {
        return max;
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

    /// Takes the next line when nothing comes after `input`; false if none is left.
    boolean last(ByteBuffer input) throws NetException {
        if (next(input)) {
            return true;
        }
        start = input.position();
        end = input.limit();
        skipping = false;
        drop(input);
        checkLength();
        if (end > start && last == LineEnd.REQUIRED) {
            throw NetException.of(ErrorKind.UNEXPECTED_EOF, "decode", end - start + " bytes of a line without its end");
        }
        return end > start;
    }

    private boolean skip(ByteBuffer input) {
        int newline = DelimiterSearch.indexOf(LF, input, input.position(), input.limit());
        skipping = newline < 0;
        input.position(skipping ? input.limit() : newline + 1);
        ended += skipping ? 0 : 1;
        return !skipping;
    }

    /// A caller that threw bytes away has the rest scanned anew.
    private int alreadyScanned(ByteBuffer input) {
        return scanned <= input.remaining() ? scanned : 0;
    }

    private void takeTo(int newline, ByteBuffer input) throws NetException {
        end = newline > start && input.get(newline - 1) == '\r' ? newline - 1 : newline;
        scanned = 0;
        ended++;
        input.position(newline + 1);
        checkLength();
    }

    /// Whether a line without LF so far is too long whatever comes: one byte more than `max` may be the CR of
    /// its end.
    private boolean isTooLong(ByteBuffer input) {
        return scanned > max + 1 || (scanned == max + 1 && input.get(input.limit() - 1) != '\r');
    }

    private void drop(ByteBuffer input) {
        scanned = 0;
        input.position(input.limit());
    }

    private void checkLength() throws NetException {
        if (end - start > max) {
            throw tooLong();
        }
    }

    private NetException tooLong() {
        return NetException.of(ErrorKind.MESSAGE_TOO_LONG, "decode", "a line of more than " + max + " bytes");
    }
}
