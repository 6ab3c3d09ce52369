package dev.minato.codec;

import java.nio.ByteBuffer;

/// What ends a line, and how long it may be.
///
/// @param max the longest line in bytes, without its end
/// @param isStrict whether only CR LF ends a line
/// @param isTerminated whether what the stream's end left without a line's end is an error
record LineFormat(int max, boolean isStrict, boolean isTerminated) {
    private static final int MAX_LINE = 1 << 30;

    /// Lines that end with LF or CR LF, or with the stream.
    static LineFormat of(int max) {
        if (max < 1 || max > MAX_LINE) {
            throw new IllegalArgumentException("max must be from 1 to " + MAX_LINE + ", not " + max);
        }
        return new LineFormat(max, false, false);
    }

    LineFormat terminated() {
        return new LineFormat(max, isStrict, true);
    }

    LineFormat crlf() {
        return new LineFormat(max, true, isTerminated);
    }

    /// How many bytes the end of a line has that is written.
    int endLength() {
        return isStrict ? 2 : 1;
    }

    /// Writes the end of a line.
    void putEnd(ByteBuffer output) {
        if (isStrict) {
            output.put((byte) '\r');
        }
        output.put((byte) '\n');
    }
}
