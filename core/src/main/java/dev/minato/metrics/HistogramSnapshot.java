package dev.minato.metrics;

import java.util.Arrays;
import java.util.Objects;

/// What a [Histogram] had counted at one moment, or between two. Immutable.
public final class HistogramSnapshot {
    /// What an empty histogram gives.
    public static final HistogramSnapshot EMPTY = new HistogramSnapshot(new long[Buckets.COUNT], 0, 0);

    private final long[] counts;
    private final long count;
    private final long sum;
    private final long max;

    /// @param counts by bucket; the snapshot's own from now on
    HistogramSnapshot(long[] counts, long sum, long max) {
        this.counts = counts;
        this.count = Arrays.stream(counts).sum();
        this.sum = sum;
        this.max = max;
    }

    /// Returns how many durations were recorded.
    public long count() {
        return count;
    }

    /// Returns their sum in nanoseconds.
    public long sum() {
        return sum;
    }

    /// Returns the longest in nanoseconds, exactly; 0 for none. Of a difference ([#since]) it is the longest of all
    /// up to its end, or less if the buckets say so.
    public long max() {
        return max;
    }

    /// Returns the duration in nanoseconds that this share of them does not exceed: 0.5 for the median, 0.99 for
    /// p99; 0 if there are none. It is the upper end of a bucket, up to an eighth too long, and never over the
    /// maximum.
    ///
    /// @throws IllegalArgumentException if the share is not from 0 to 1
    public long quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share must be from 0 to 1, not " + share);
        }
        long rank = Math.max((long) Math.ceil(share * count), 1);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(Buckets.max(i), max);
            }
        }
        return 0;
    }

    /// Returns how many were shorter than `nanos`: exactly for powers of two, and otherwise without those in the
    /// bucket of `nanos`. 0 for zero and less.
    public long countBelow(long nanos) {
        long sum = 0;
        for (int i = 0; i < counts.length && Buckets.max(i) < nanos; i++) {
            sum += counts[i];
        }
        return sum;
    }

    /// Returns what was recorded after an earlier snapshot of the same histogram.
    public HistogramSnapshot since(HistogramSnapshot earlier) {
        Objects.requireNonNull(earlier, "earlier");
        return combined(earlier, -1, max);
    }

    /// Returns the sum of two histograms.
    public HistogramSnapshot plus(HistogramSnapshot other) {
        Objects.requireNonNull(other, "other");
        return combined(other, 1, Math.max(max, other.max));
    }

    private HistogramSnapshot combined(HistogramSnapshot other, int sign, long highest) {
        var result = new long[counts.length];
        int last = -1;
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.max(counts[i] + sign * other.counts[i], 0);
            last = result[i] > 0 ? i : last;
        }
        long bound = last < 0 ? 0 : last == result.length - 1 ? highest : Buckets.max(last);
        return new HistogramSnapshot(result, Math.max(sum + sign * other.sum, 0), Math.min(highest, bound));
    }

    /// `12 durations, p50 1 µs, p99 1 ms` in nanoseconds, for logs.
    @Override
    public String toString() {
        return count + " durations, p50 " + quantile(0.5) + " ns, p99 " + quantile(0.99) + " ns, max " + max + " ns";
    }
}
