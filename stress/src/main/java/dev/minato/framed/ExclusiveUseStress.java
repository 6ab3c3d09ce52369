package dev.minato.framed;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.NetException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.openjdk.jcstress.infra.results.LZZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/// One task at a time uses what an [ExclusiveUse] guards, sees what those before it did, and nobody uses it
/// once it is over.
public final class ExclusiveUseStress {
    private ExclusiveUseStress() {}

    /// Two calls count in a plain field, if they may.
    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "one came while the other was in progress")
    @Outcome(id = "2, true", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(expect = FORBIDDEN, desc = "both at once, or the word was not given back")
    @State
    public static class TwoCalls {
        private final ExclusiveUse use = new ExclusiveUse("one at a time");
        private int count;
        private boolean firstCame;
        private boolean secondCame;

        private boolean call() {
            if (!use.tryBegin()) {
                return false;
            }
            count++;
            use.end();
            return true;
        }

        /// Calls.
        @Actor
        public void first() {
            firstCame = call();
        }

        /// Calls too.
        @Actor
        public void second() {
            secondCame = call();
        }

        /// How many calls there were, and whether each that came counts.
        @Arbiter
        public void look(IZ_Result result) {
            result.r1 = count;
            result.r2 = count == (firstCame ? 1 : 0) + (secondCame ? 1 : 0) && use.tryBegin();
        }
    }

    /// One calls while another closes: the call is never taken for an error of the program.
    @JCStressTest
    @Outcome(id = "called, true, true", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(id = "called, false, true", expect = ACCEPTABLE, desc = "the close came during the call")
    @Outcome(id = "closed, true, true", expect = ACCEPTABLE, desc = "the call came during the close")
    @Outcome(expect = FORBIDDEN, desc = "misuse, or the word was not given back")
    @State
    public static class CallAndClose {
        private final ExclusiveUse use = new ExclusiveUse("one at a time");

        /// Calls.
        @Actor
        public void call(LZZ_Result result) {
            try {
                use.begin("read");
                use.end();
                result.r1 = "called";
            } catch (NetException e) {
                result.r1 = "closed";
            } catch (IllegalStateException e) {
                result.r1 = "misuse";
            }
        }

        /// Closes.
        @Actor
        public void close(LZZ_Result result) {
            result.r2 = use.tryBeginLast();
            if (result.r2) {
                use.end();
            }
        }

        /// Whether another call may come.
        @Arbiter
        public void look(LZZ_Result result) {
            result.r3 = use.tryBegin();
        }
    }

    /// One calls while another splits.
    @JCStressTest
    @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "the call came first, and nothing comes later")
    @Outcome(id = "false, true, false", expect = ACCEPTABLE, desc = "the split came first")
    @Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "the split came during the call")
    @Outcome(expect = FORBIDDEN, desc = "a call of what is over, or neither")
    @State
    public static class CallAndEndForGood {
        private final ExclusiveUse use = new ExclusiveUse("one at a time");

        /// Calls.
        @Actor
        public void call(ZZZ_Result result) {
            result.r1 = use.tryBegin();
            if (result.r1) {
                use.end();
            }
        }

        /// Splits.
        @Actor
        public void split(ZZZ_Result result) {
            result.r2 = use.tryBegin();
            if (result.r2) {
                use.endForGood("");
            }
        }

        /// Whether another call may come.
        @Arbiter
        public void look(ZZZ_Result result) {
            result.r3 = use.tryBegin();
        }
    }
}
