package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/// Nobody rests for ever, and nobody ends the rest of another.
public final class RestStress {
    private RestStress() {}

    /// Whoever joins while a rest ends comes back; a test that does not end is one who did not.
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "back")
    @Outcome(expect = FORBIDDEN, desc = "left in a rest")
    @State
    public static class JoinAndEnd {
        private final Rest rest = new Rest(new SpinParker(0));
        private final long mine = rest.begin();

        /// Joins.
        @Actor
        public void join(Z_Result result) {
            rest.join();
            result.r1 = !rest.isOn();
        }

        /// Ends it.
        @Actor
        public void end() {
            rest.end(mine);
        }
    }

    /// A rest that is ended twice, with a new one begun in between, leaves the new one on.
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the new one is on")
    @Outcome(expect = FORBIDDEN, desc = "the end of the old one ended the new one")
    @State
    public static class LateEnd {
        private final Rest rest = new Rest(new SpinParker(0));
        private final long old = rest.begin();
        private volatile long next;

        /// Comes back late.
        @Actor
        public void late() {
            rest.end(old);
        }

        /// Ends it as overdue, and begins another.
        @Actor
        public void overdue() {
            rest.end(old);
            next = rest.begin();
        }

        /// Whether the new one began, and whether it is on.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r1 = next != Rest.NONE;
            result.r2 = rest.isOn();
        }
    }
}
