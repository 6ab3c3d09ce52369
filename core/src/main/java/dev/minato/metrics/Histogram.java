package dev.minato.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/// A histogram of durations, which any thread may record in.
///
/// {@snippet file="dev/minato/examples/server/WatchedService.java" region="histogram"}
///
/// Zero and negative durations count as 0, those over 73 minutes as that; all others are told to within an eighth
/// of themselves, on average a sixteenth. [#record] neither waits nor allocates; threads seldom meet, since the
/// counts are spread by thread. The memory is fixed: 2.6 KB for each processor, 16 at most.
public final class Histogram {
    private static final int SUM = Buckets.COUNT;
    private static final int MAX = Buckets.COUNT + 1;
    private static final int MAX_STRIPES = 16;

    private final AtomicLongArray[] stripes;

    /// An empty histogram.
    public Histogram() {
        int processors = Math.min(Runtime.getRuntime().availableProcessors(), MAX_STRIPES);
        stripes = new AtomicLongArray[Integer.highestOneBit(2 * processors - 1)];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new AtomicLongArray(Buckets.COUNT + 2);
        }
    }

    /// Counts one duration.
    ///
    /// @param nanos nanoseconds
    public void record(long nanos) {
        long value = Math.max(nanos, 0);
        AtomicLongArray stripe = stripes[(int) Thread.currentThread().threadId() & (stripes.length - 1)];
        stripe.getAndIncrement(Buckets.bucket(value));
        stripe.getAndAdd(SUM, value);
        for (long max = stripe.getPlain(MAX); value > max; max = stripe.get(MAX)) {
            if (stripe.compareAndSet(MAX, max, value)) {
                return;
            }
        }
    }

    /// Returns what was recorded so far; what others record meanwhile may be in it in part.
    public HistogramSnapshot snapshot() {
        var counts = new long[Buckets.COUNT];
        long sum = 0;
        long max = 0;
        for (AtomicLongArray stripe : stripes) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += stripe.get(i);
            }
            sum += stripe.get(SUM);
            max = Math.max(max, stripe.get(MAX));
        }
        return new HistogramSnapshot(counts, sum, max);
    }
}
