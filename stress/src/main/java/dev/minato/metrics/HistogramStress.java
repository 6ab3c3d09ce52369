package dev.minato.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/// A histogram loses nothing of what two threads record, also if they share a stripe.
public final class HistogramStress {
    private HistogramStress() {}

    /// Two record; afterwards both are there.
    @JCStressTest
    @Outcome(id = "2, 14, 9", expect = ACCEPTABLE, desc = "count, sum and maximum of both")
    @Outcome(expect = FORBIDDEN, desc = "something was lost")
    @State
    public static class TwoRecord {
        private final Histogram histogram = new Histogram();

        /// Records the shorter.
        @Actor
        public void one() {
            histogram.record(5);
        }

        /// Records the longer.
        @Actor
        public void two() {
            histogram.record(9);
        }

        /// Looks.
        @Arbiter
        public void look(JJJ_Result result) {
            HistogramSnapshot snapshot = histogram.snapshot();
            result.r1 = snapshot.count();
            result.r2 = snapshot.sum();
            result.r3 = snapshot.max();
        }
    }
}
