package dev.minato.services.exposition;

/// A bucket of a histogram.
///
/// @param upperBound the greatest value that it counts
/// @param cumulativeCount how many observations were no greater than that: those of all buckets below are among them
public record Bucket(double upperBound, long cumulativeCount) {
    /// Checks the bound; the bucket of all observations needs none, as it is the count of the distribution.
    ///
    /// @throws IllegalArgumentException if the bound is infinite or not a number
    public Bucket {
        if (!Double.isFinite(upperBound)) {
            throw new IllegalArgumentException("upperBound must be finite, not " + upperBound);
        }
    }
}
