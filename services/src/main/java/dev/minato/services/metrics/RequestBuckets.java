package dev.minato.services.metrics;

import dev.minato.metrics.HistogramSnapshot;
import dev.minato.services.exposition.Bucket;
import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.Sample;
import java.util.List;
import java.util.stream.IntStream;

/// The buckets in which the times of requests are shown, whose bounds are powers of two nanoseconds: there a
/// [HistogramSnapshot] is exact, but that what takes as long as a bound, to the nanosecond, counts as longer.
final class RequestBuckets {
    /// From 1.024 µs to 68.7 s.
    private static final int MIN_EXPONENT = 10;

    private static final int MAX_EXPONENT = 36;
    private static final double SECOND = 1e9;

    private RequestBuckets() {}

    static Sample sample(List<Label> labels, HistogramSnapshot requests) {
        List<Bucket> buckets = IntStream.rangeClosed(MIN_EXPONENT, MAX_EXPONENT)
                .mapToLong(exponent -> 1L << exponent)
                .mapToObj(nanos -> new Bucket(nanos / SECOND, requests.countBelow(nanos)))
                .toList();
        return new Sample.Distribution(labels, buckets, requests.count(), requests.sum() / SECOND);
    }
}
