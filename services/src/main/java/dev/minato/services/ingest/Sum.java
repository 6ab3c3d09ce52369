package dev.minato.services.ingest;

import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.Sample;
import java.util.List;

/// The sum of a counter.
final class Sum implements Series.Gathered {
    private double value;

    /// Adds what was counted of a part `rate` of all.
    LineResult add(double counted, double rate) {
        if (counted < 0) {
            return LineResult.NEGATIVE;
        }
        double sum = value + counted / rate;
        if (!Double.isFinite(sum)) {
            return LineResult.NOT_FINITE;
        }
        value = sum;
        return LineResult.ACCEPTED;
    }

    @Override
    public Sample sample(List<Label> labels, long now) {
        return new Sample.Value(labels, value);
    }
}
