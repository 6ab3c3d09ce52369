package dev.minato.codec;

import dev.minato.buffer.DelimiterSearch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/// The search for the first of several delimiters. Keeps what the last one found, so that nothing is
/// allocated for it.
///
/// ```
///   61 62 0d 0a 63 0d          delimiters 0d 0a, 1c 0d
///         └──┬─┘   └▶ partial: the first byte of a delimiter whose rest has not come
///            └▶ found
/// ```
final class Delimiters {
    /// Of several delimiters, each is looked for in one window after another, each twice as long as the last: one
    /// that is not there must not cost each frame a search of the whole buffer.
    private static final int FIRST_WINDOW = 64;

    private static final int MAX_WINDOW = 1 << 29;

    private final byte[][] all;
    private final int longest;
    private int length;
    private int partial;

    /// @throws IllegalArgumentException if there is none, one is empty, or one begins with another
    Delimiters(byte[]... delimiters) {
        if (delimiters.length == 0) {
            throw new IllegalArgumentException("delimiters: at least one");
        }
        all = new byte[delimiters.length][];
        int most = 0;
        for (int i = 0; i < all.length; i++) {
            all[i] = Objects.requireNonNull(delimiters[i], "delimiters").clone();
            most = Math.max(most, all[i].length);
            for (int j = 0; j < i; j++) {
                checkDistinct(all[i], all[j]);
            }
            if (all[i].length == 0) {
                throw new IllegalArgumentException("delimiters: at least one byte each");
            }
        }
        longest = most;
    }

    /// Of two of which one begins with the other, it would depend on the pieces in which they come which is
    /// found.
    private static void checkDistinct(byte[] one, byte[] other) {
        int shorter = Math.min(one.length, other.length);
        if (Arrays.equals(one, 0, shorter, other, 0, shorter)) {
            throw new IllegalArgumentException("delimiters: none begins with another");
        }
    }

    int longest() {
        return longest;
    }

    byte[] first() {
        return all[0];
    }

    /// The length of the delimiter that was found last.
    int length() {
        return length;
    }

    /// Where the last search has to go on, if nothing was found: the first byte of what may become a
    /// delimiter, or the end.
    int partial() {
        return partial;
    }

    /// The index of the first delimiter from `from` to before `to`; -1 if there is none, or if one may begin
    /// before the first whole one and its rest has not come.
    ///
    /// @param atEnd whether nothing comes after `to`
    int find(ByteBuffer buffer, int from, int to, boolean atEnd) {
        partial = to;
        int window = all.length == 1 ? to - from : FIRST_WINDOW;
        int end = from;
        int found;
        do {
            int start = end;
            end += Math.min(window, to - start);
            window = 2 * Math.min(window, MAX_WINDOW);
            found = findWithin(buffer, start, end, to, atEnd);
        } while (end < to && found == to && partial == to);
        return found < partial ? found : -1;
    }

    /// The index of the first whole delimiter that begins before `end`, `to` for none; notes one that is not
    /// whole.
    private int findWithin(ByteBuffer buffer, int from, int end, int to, boolean atEnd) {
        int found = to;
        for (byte[] delimiter : all) {
            int at = search(delimiter, buffer, from, to, Math.min(end, Math.min(found, partial)));
            if (at < 0) {
                continue;
            }
            if (to - at >= delimiter.length) {
                found = at;
                length = delimiter.length;
            } else if (!atEnd) {
                partial = at;
            }
        }
        return found;
    }

    /// The first index before `before` at which the delimiter stands, or as much of it as there is; -1 for
    /// none.
    private static int search(byte[] delimiter, ByteBuffer buffer, int from, int to, int before) {
        int at = DelimiterSearch.indexOf(delimiter[0], buffer, from, before);
        while (at >= 0 && !startsAt(delimiter, buffer, at, to)) {
            at = DelimiterSearch.indexOf(delimiter[0], buffer, at + 1, before);
        }
        return at;
    }

    private static boolean startsAt(byte[] delimiter, ByteBuffer buffer, int at, int to) {
        int count = Math.min(delimiter.length, to - at);
        for (int i = 1; i < count; i++) {
            if (buffer.get(at + i) != delimiter[i]) {
                return false;
            }
        }
        return true;
    }
}
