package dev.minato.services.ingest;

import dev.minato.services.exposition.Label;
import dev.minato.services.exposition.Sample;
import java.util.List;

/// The labels of one series, and what was gathered of it.
final class Series {
    private final Family family;
    private final List<Label> labels;
    private final Gathered gathered;

    /// How many entries of the table name it.
    private int entries;

    /// What is gathered of a series.
    sealed interface Gathered permits Sum, LastValue, ValueHistogram, UniqueValues {
        /// Returns it as it is at the time `now`.
        Sample sample(List<Label> labels, long now);

        /// Gives back what it shares with others, since it is no longer needed.
        default void release() {}
    }

    Series(Family family, List<Label> labels, Gathered gathered) {
        this.family = family;
        this.labels = labels;
        this.gathered = gathered;
    }

    Family family() {
        return family;
    }

    List<Label> labels() {
        return labels;
    }

    Gathered gathered() {
        return gathered;
    }

    void entryAdded() {
        entries++;
    }

    /// Returns whether that was the last one.
    boolean entryRemoved() {
        return --entries == 0;
    }

    Sample sample(long now) {
        return gathered.sample(labels, now);
    }
}
