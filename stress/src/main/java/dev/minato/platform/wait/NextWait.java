package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A waiter is used again: what was meant for its last wait must not end the next one, but for a wake, which is
/// harmless.
public final class NextWait {
    private NextWait() {}

    /// A timer that looks at the first wait does not end the second, whose time has not come.
    @JCStressTest
    @Outcome(id = "INTERRUPTED", expect = ACCEPTABLE, desc = "by what its thread did")
    @Outcome(expect = FORBIDDEN, desc = "by the timer")
    @State
    public static class IsNotEndedByTheTimer {
        private static final long FIRST = 5;
        private static final long SECOND = 1000;

        private final WaitQueue queue = new WakingParker().queue;
        private final Waiter spare;

        /// A queue with a waiter to use again.
        public IsNotEndedByTheTimer() {
            spare = queue.join(new Handle());
            queue.leave(spare, true);
        }

        /// Waits twice; the first wait is woken by [WakingParker], if the timer does not end it.
        @Actor
        public void awaitTwice(L_Result result) {
            Waiter first = queue.join(new Handle());
            first.park(FIRST);
            queue.leave(first, true);
            Waiter second = queue.join(new Handle());
            Thread.currentThread().interrupt();
            result.r1 = second.park(SECOND);
            Thread.interrupted();
        }

        /// The first wait's time has come.
        @Actor
        public void expire() {
            spare.expire(FIRST);
        }
    }

    /// Closing one handle does not end a wait through another one that took over the waiter meanwhile.
    @JCStressTest
    @Outcome(id = "waits on", expect = ACCEPTABLE, desc = "the handle of the second wait is open")
    @Outcome(expect = FORBIDDEN, desc = "ended for somebody else's close")
    @State
    public static class IsNotEndedByTheCloseOfAnotherHandle {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Handle closing = new Handle();
        private final Handle open = new Handle();
        private final Waiter first = queue.join(closing);
        private Waiter second = first;

        /// Leaves, and waits again through the other handle.
        @Actor
        public void leaveAndJoin() {
            queue.leave(first, false);
            second = queue.join(open);
        }

        /// Closes the first handle.
        @Actor
        public void close() {
            closing.close();
            queue.close(closing);
        }

        /// What became of the second wait.
        @Arbiter
        public void look(L_Result result) {
            result.r1 = second.isWaiting() ? "waits on" : second.park(Deadline.NEVER);
        }
    }

    /// A late wake may end the second wait, and then it was given to it.
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the second wait got it")
    @Outcome(
            id = "true, false",
            expect = ACCEPTABLE,
            desc = "the first wait got it, and nobody was left to pass it on to")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "nobody waited")
    @Outcome(expect = FORBIDDEN, desc = "woken, and the one who woke does not know")
    @State
    public static class MayGetALateWake {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Waiter first = queue.join(new Handle());
        private Waiter second = first;

        /// Leaves, and waits again.
        @Actor
        public void leaveAndJoin() {
            queue.leave(first, false);
            second = queue.join(new Handle());
        }

        /// Wakes.
        @Actor
        public void wake(ZZ_Result result) {
            result.r1 = queue.wakeOne();
        }

        /// Whether the second wait has ended.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = !second.isWaiting();
        }
    }

    /// A parker that wakes instead of stopping.
    private static final class WakingParker extends SpinParker {
        final WaitQueue queue = new WaitQueue(this);

        WakingParker() {
            super(0);
        }

        @Override
        public void park(Waiter waiter) {
            queue.wakeOne();
        }
    }
}
