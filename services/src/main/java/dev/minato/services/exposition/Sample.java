package dev.minato.services.exposition;

import java.util.List;

/// What a metric family says for one set of labels.
public sealed interface Sample {
    /// The labels, no two of one name; none for a family with one sample.
    List<Label> labels();

    /// A whole number, exact.
    ///
    /// @param labels no two of one name
    /// @param value of a counter or a gauge
    record Count(List<Label> labels, long value) implements Sample {
        /// Copies the labels.
        public Count {
            labels = List.copyOf(labels);
        }
    }

    /// A number.
    ///
    /// @param labels no two of one name
    /// @param value of a counter or a gauge; may be infinite or not a number
    record Value(List<Label> labels, double value) implements Sample {
        /// Copies the labels.
        public Value {
            labels = List.copyOf(labels);
        }
    }

    /// What a histogram has counted.
    ///
    /// @param labels no two of one name, and none called `le`
    /// @param buckets from the lowest bound to the highest; the one without a bound is not among them
    /// @param count of all observations
    /// @param sum of all observations
    record Distribution(List<Label> labels, List<Bucket> buckets, long count, double sum) implements Sample {
        /// Copies the labels and the buckets.
        public Distribution {
            labels = List.copyOf(labels);
            buckets = List.copyOf(buckets);
        }
    }
}
