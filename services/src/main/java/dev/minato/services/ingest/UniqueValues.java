package dev.minato.services.ingest;

import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.Sample;
import java.util.List;

/// The number of different values of a set within a minute.
///
/// What is shown is the last full minute, or the present one as long as that has more. Values are kept as
/// hashes of 64 bits: that two of 1,000 are alike happens once in 10^13 minutes.
final class UniqueValues implements Series.Gathered {
    /// The most values in a minute of one set.
    static final int MAX_VALUES = 1_000;

    private static final long MINUTE = 60_000;
    private static final int MIN_CAPACITY = 16;

    private final Budget budget;

    /// Open addressing, at most half full; 0 is an empty slot.
    private long[] hashes = new long[0];

    private int size;
    private int lastSize;
    private long minute;

    /// What all sets together may keep.
    static final class Budget {
        private int left;

        /// @param values of all sets together
        Budget(int values) {
            left = values;
        }
    }

    UniqueValues(Budget budget) {
        this.budget = budget;
    }

    /// Notes a value, by its hash.
    LineResult add(long valueHash, long now) {
        turnTo(now / MINUTE);
        long hash = valueHash == 0 ? 1 : valueHash;
        if (hashes.length > 0 && hashes[slot(hash)] == hash) {
            return LineResult.ACCEPTED;
        }
        if (size == MAX_VALUES || budget.left == 0) {
            return LineResult.SET_LIMIT;
        }
        if ((size + 1) * 2 > hashes.length) {
            grow();
        }
        hashes[slot(hash)] = hash;
        size++;
        budget.left--;
        return LineResult.ACCEPTED;
    }

    private void grow() {
        long[] old = hashes;
        hashes = new long[Math.max(MIN_CAPACITY, 2 * old.length)];
        for (long hash : old) {
            if (hash != 0) {
                hashes[slot(hash)] = hash;
            }
        }
    }

    /// Where a hash is, or has its place.
    private int slot(long hash) {
        int mask = hashes.length - 1;
        int at = (int) (hash ^ hash >>> 32) & mask;
        while (hashes[at] != 0 && hashes[at] != hash) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void turnTo(long present) {
        if (present == minute) {
            return;
        }
        lastSize = present == minute + 1 ? size : 0;
        minute = present;
        release();
    }

    @Override
    public void release() {
        budget.left += size;
        hashes = new long[0];
        size = 0;
    }

    @Override
    public Sample sample(List<Label> labels, long now) {
        turnTo(now / MINUTE);
        return new Sample.Count(labels, Math.max(size, lastSize));
    }
}
