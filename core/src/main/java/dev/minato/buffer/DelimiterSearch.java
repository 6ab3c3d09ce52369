package dev.minato.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A search for a delimiter byte, eight bytes at a time (SWAR, as memchr(3) does it).
///
/// A byte of `word ^ pattern` is zero where the word has the delimiter. Subtracting 1 from every byte sets
/// the high bit of the zero ones, and of those above 0x80, which `& ~word` clears again. A borrow can spoil
/// only what lies above a true zero, and the lowest is what is wanted: in little-endian order that is the
/// first in memory.
///
/// ```
/// bytes       61 62 0a 63      xor 0a    6b 68 00 69
/// minus 01    6a 67 ff 67      & 80      00 00 80 00      16 trailing zeros + 7 -> byte 2
/// ```
public final class DelimiterSearch {
    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle ARRAY_WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private DelimiterSearch() {}

    /// Returns the index of the first `delimiter` from `from` to before `to`, or -1. Position, limit and byte
    /// order of the buffer do not matter, but `to` is at most the limit.
    public static int indexOf(byte delimiter, ByteBuffer buffer, int from, int to) {
        if (buffer.hasArray()) {
            int offset = buffer.arrayOffset();
            int found = indexOf(delimiter, buffer.array(), from + offset, to + offset);
            return found < 0 ? found : found - offset;
        }
        long pattern = (delimiter & 0xffL) * ONES;
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long found = matches((long) WORDS.get(buffer, at), pattern);
            if (found != 0) {
                return at + first(found);
            }
        }
        while (at < to && buffer.get(at) != delimiter) {
            at++;
        }
        return at < to ? at : -1;
    }

    /// As above. Long words out of an array cost two thirds of those out of a buffer, whose checks are more.
    private static int indexOf(byte delimiter, byte[] bytes, int from, int to) {
        long pattern = (delimiter & 0xffL) * ONES;
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long found = matches((long) ARRAY_WORDS.get(bytes, at), pattern);
            if (found != 0) {
                return at + first(found);
            }
        }
        if (at < to && to - from >= Long.BYTES) {
            // The last word overlaps those before it, in which there is no delimiter.
            at = to - Long.BYTES;
            long found = matches((long) ARRAY_WORDS.get(bytes, at), pattern);
            return found != 0 ? at + first(found) : -1;
        }
        while (at < to && bytes[at] != delimiter) {
            at++;
        }
        return at < to ? at : -1;
    }

    /// The high bit of each byte that matches, and perhaps of some above the lowest that does.
    private static long matches(long word, long pattern) {
        long differs = word ^ pattern;
        return (differs - ONES) & ~differs & HIGH_BITS;
    }

    private static int first(long matches) {
        return Long.numberOfTrailingZeros(matches) >>> 3;
    }
}
