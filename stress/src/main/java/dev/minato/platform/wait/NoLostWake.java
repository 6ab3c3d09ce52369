package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A wake given to a waiter that goes away without having used it reaches the next.
public final class NoLostWake {
    private NoLostWake() {}

    /// The first of two waiters times out; a wake meant for it reaches the second.
    @JCStressTest
    @Outcome(
            id = {"TIMED_OUT, true", "WOKEN, true"},
            expect = ACCEPTABLE,
            desc = "the second is woken")
    @Outcome(expect = FORBIDDEN, desc = "the wake is lost")
    @State
    public static class WhenTheFirstTimesOut {
        private final WaitQueue queue = new WaitQueue(new SpinParker(5));
        private final Waiter first = queue.join(new Handle());
        private final Waiter second = queue.join(new Handle());

        /// Waits until a time that has passed, and leaves without using anything.
        @Actor
        public void await(LZ_Result result) {
            result.r1 = first.park(5);
            queue.leave(first, false);
        }

        /// Wakes.
        @Actor
        public void wake() {
            queue.wakeOne();
        }

        /// Whether the second was woken.
        @Arbiter
        public void look(LZ_Result result) {
            result.r2 = !second.isWaiting();
        }
    }

    /// The first of two waiters leaves without having parked, as one does that failed in between.
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the second is woken")
    @Outcome(expect = FORBIDDEN, desc = "the wake is lost")
    @State
    public static class WhenTheFirstLeavesUnparked {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Waiter first = queue.join(new Handle());
        private final Waiter second = queue.join(new Handle());

        /// Leaves.
        @Actor
        public void leave() {
            queue.leave(first, false);
        }

        /// Wakes.
        @Actor
        public void wake(ZZ_Result result) {
            result.r1 = queue.wakeOne();
        }

        /// Whether the second was woken.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = !second.isWaiting();
        }
    }

    /// The first of two waiters leaves and waits again, behind the second.
    @JCStressTest
    @Outcome(
            id = {"true, true, false", "true, false, true"},
            expect = ACCEPTABLE,
            desc = "one of the two is woken")
    @Outcome(expect = FORBIDDEN, desc = "none is woken, or both")
    @State
    public static class WhenTheFirstWaitsAgain {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Waiter first = queue.join(new Handle());
        private final Waiter second = queue.join(new Handle());
        private Waiter again = first;

        /// Leaves and joins.
        @Actor
        public void leaveAndJoin() {
            queue.leave(first, false);
            again = queue.join(new Handle());
        }

        /// Wakes.
        @Actor
        public void wake(ZZZ_Result result) {
            result.r1 = queue.wakeOne();
        }

        /// Who was woken.
        @Arbiter
        public void look(ZZZ_Result result) {
            result.r2 = !second.isWaiting();
            result.r3 = !again.isWaiting();
        }
    }

    /// The first of two waiters is closed.
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the second is woken")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first was woken before it was closed, and may use it")
    @Outcome(expect = FORBIDDEN, desc = "nobody got the wake")
    @State
    public static class WhenTheFirstIsClosed {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Handle closing = new Handle();
        private final Waiter first = queue.join(closing);
        private final Waiter second = queue.join(new Handle());

        /// Closes the first waiter's handle.
        @Actor
        public void close() {
            closing.close();
            queue.close(closing);
        }

        /// Wakes.
        @Actor
        public void wake(ZZ_Result result) {
            result.r1 = queue.wakeOne();
        }

        /// Whether the second was woken.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = !second.isWaiting();
            if (!result.r2 && !first.park(0).name().equals("WOKEN")) {
                result.r1 = false;
            }
        }
    }

    /// Two wakes at once wake two.
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "both are woken")
    @Outcome(expect = FORBIDDEN, desc = "one wake is lost")
    @State
    public static class WhenTwoWake {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Waiter first = queue.join(new Handle());
        private final Waiter second = queue.join(new Handle());

        /// Wakes.
        @Actor
        public void wake(ZZZ_Result result) {
            result.r1 = queue.wakeOne();
        }

        /// Wakes too.
        @Actor
        public void wakeToo(ZZZ_Result result) {
            result.r2 = queue.wakeOne();
        }

        /// Whether both were woken.
        @Arbiter
        public void look(ZZZ_Result result) {
            result.r3 = !first.isWaiting() && !second.isWaiting();
        }
    }
}
