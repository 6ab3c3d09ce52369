package dev.minato.services.ingest;

import dev.minato.services.exposition.Bucket;
import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A log-linear histogram of fixed size: three buckets a decade, at 1, 2 and 5, from 0.0001 to
/// 1,000,000,000.
///
/// All have the same buckets, and show all of them, so that they can be added up and no bucket comes later.
final class ValueHistogram implements Series.Gathered {
    private static final int LOWEST_DECADE = -4;
    private static final int HIGHEST_DECADE = 9;
    private static final double[] BOUNDS = bounds();

    /// Observations by bucket; the last one has those above all bounds.
    private final long[] counts = new long[BOUNDS.length + 1];

    private long count;
    private double sum;

    /// Parsed from text, as the nearest number to what is shown.
    private static double[] bounds() {
        List<Double> bounds = new ArrayList<>();
        for (int decade = LOWEST_DECADE; decade < HIGHEST_DECADE; decade++) {
            for (int step : new int[] {1, 2, 5}) {
                bounds.add(Double.valueOf(step + "e" + decade));
            }
        }
        bounds.add(Double.valueOf("1e" + HIGHEST_DECADE));
        return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// Counts a value that was observed of a part `rate` of all, and so stands for `1 / rate`, rounded.
    LineResult observe(double value, double rate) {
        if (value < 0) {
            return LineResult.NEGATIVE;
        }
        long times = Math.round(1 / rate);
        double next = sum + value * times;
        if (!Double.isFinite(next)) {
            return LineResult.NOT_FINITE;
        }
        int found = Arrays.binarySearch(BOUNDS, value);
        counts[found < 0 ? -found - 1 : found] += times;
        count += times;
        sum = next;
        return LineResult.ACCEPTED;
    }

    @Override
    public Sample sample(List<Label> labels, long now) {
        List<Bucket> buckets = new ArrayList<>(BOUNDS.length);
        long cumulative = 0;
        for (int i = 0; i < BOUNDS.length; i++) {
            cumulative += counts[i];
            buckets.add(new Bucket(BOUNDS[i], cumulative));
        }
        return new Sample.Distribution(labels, buckets, count, sum);
    }
}
