package dev.minato.services.ingest;

import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.Sample;
import java.util.List;

/// The value of a gauge; 0 until it is set.
final class LastValue implements Series.Gathered {
    private double value;

    /// Sets it, or adds to it.
    LineResult set(double given, boolean isDelta) {
        double next = isDelta ? value + given : given;
        if (!Double.isFinite(next)) {
            return LineResult.NOT_FINITE;
        }
        value = next;
        return LineResult.ACCEPTED;
    }

    @Override
    public Sample sample(List<Label> labels, long now) {
        return new Sample.Value(labels, value);
    }
}
