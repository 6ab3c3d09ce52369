package dev.minato.metrics;

/// The log-linear buckets of a [Histogram]: each power of two is cut into eight of equal width, so a value is told
/// to within an eighth of itself.
///
/// ```
///  nanoseconds  0  1  2 … 15 | 16–17  18–19 … 30–31 | 32–35  36–39 … 60–63 | …  up to 2^42, which is 73 minutes
///  bucket       0  1  2 … 15 | 16     17    … 23    | 24     25    … 31    | …
/// ```
final class Buckets {
    /// The bits that tell the eight buckets of one power of two apart.
    private static final int BITS = 3;

    private static final int PER_OCTAVE = 1 << BITS;
    private static final int MAX_EXPONENT = 41;

    /// How many there are; the last also has all that is larger.
    static final int COUNT = bucket(Long.MAX_VALUE) + 1;

    private Buckets() {}

    /// Returns the bucket of a value; negative ones count as 0.
    static int bucket(long value) {
        if (value < 2 * PER_OCTAVE) {
            return (int) Math.max(value, 0);
        }
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        if (exponent > MAX_EXPONENT) {
            return (MAX_EXPONENT - BITS + 1) * PER_OCTAVE + PER_OCTAVE - 1;
        }
        int within = (int) (value >>> (exponent - BITS)) & (PER_OCTAVE - 1);
        return (exponent - BITS + 1) * PER_OCTAVE + within;
    }

    /// Returns the largest value of a bucket; of the last one, the largest that it tells exactly.
    static long max(int bucket) {
        return min(bucket + 1) - 1;
    }

    private static long min(int bucket) {
        if (bucket < 2 * PER_OCTAVE) {
            return bucket;
        }
        int exponent = bucket / PER_OCTAVE + BITS - 1;
        long within = bucket % PER_OCTAVE;
        return (PER_OCTAVE + within) << (exponent - BITS);
    }
}
