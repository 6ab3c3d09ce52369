package dev.minato.server;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/// In a second one of two reports, and nothing that was counted is lost to the next report.
public final class ReportPaceStress {
    private ReportPaceStress() {}

    /// Two events in one second, and one in the next.
    @JCStressTest
    @Outcome(
            id = {"1, 0, 2", "0, 1, 2"},
            expect = ACCEPTABLE,
            desc = "the other is reported in the next second")
    @Outcome(
            id = {"2, 0, 1", "0, 2, 1"},
            expect = ACCEPTABLE,
            desc = "one reports both")
    @Outcome(expect = FORBIDDEN, desc = "both reported, or an event was lost")
    @State
    public static class TwoEvents {
        private volatile long nanos;
        private final ReportPace pace = new ReportPace(() -> nanos);

        /// Counts one.
        @Actor
        public void one(JJJ_Result result) {
            result.r1 = pace.add(1);
        }

        /// Counts another.
        @Actor
        public void two(JJJ_Result result) {
            result.r2 = pace.add(1);
        }

        /// Counts a third a second later.
        @Arbiter
        public void later(JJJ_Result result) {
            nanos = 1_000_000_000;
            result.r3 = pace.add(1);
        }
    }
}
