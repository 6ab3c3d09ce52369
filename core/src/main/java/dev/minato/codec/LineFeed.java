package dev.minato.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Looks for a line feed, eight bytes at a time.
///
/// A byte of `word ^ LINE_FEEDS` is zero where the word has an LF. Subtracting 1 from every byte sets the high
/// bit of the zero ones, and of those above 0x80, which `& ~word` takes out again. A borrow can spoil only what
/// lies above a true zero, and the lowest is what is wanted: in little-endian order that is the first in
/// memory.
///
/// ```
/// bytes       61 62 0a 63      xor 0a    6b 68 00 69
/// minus 01    6a 67 ff 67      & 80      00 00 80 00      16 trailing zeros + 7 -> byte 2
/// ```
final class LineFeed {
    private static final VarHandle WORDS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0a0a_0a0a_0a0a_0a0aL;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private LineFeed() {}

    /// The index of the first LF from `from` to before `to`, or -1.
    static int indexIn(ByteBuffer buffer, int from, int to) {
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            long word = (long) WORDS.get(buffer, at) ^ LINE_FEEDS;
            long found = (word - ONES) & ~word & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (buffer.get(at) == '\n') {
                return at;
            }
        }
        return -1;
    }
}
