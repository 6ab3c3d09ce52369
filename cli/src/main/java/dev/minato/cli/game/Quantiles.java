package dev.minato.cli.game;

import java.util.Arrays;

/// How numbers are spread.
///
/// @param p50 half of them are no larger
/// @param p99 99 in 100 of them are no larger
/// @param max the largest
public record Quantiles(double p50, double p99, double max) {
    /// Returns those of some numbers, at least one.
    static Quantiles of(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return new Quantiles(rank(sorted, 0.5), rank(sorted, 0.99), sorted[sorted.length - 1]);
    }

    /// The nearest-rank method.
    private static double rank(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
