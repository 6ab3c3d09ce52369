package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LZ_Result;

/// Several things may end a wait at once; one of them does, and whoever did it knows.
public final class OneOutcome {
    private OneOutcome() {}

    /// The thread finds that its time is over while it is woken.
    @JCStressTest
    @Outcome(id = "WOKEN, true", expect = ACCEPTABLE, desc = "the wake came first")
    @Outcome(id = "TIMED_OUT, false", expect = ACCEPTABLE, desc = "the time was over first")
    @Outcome(expect = FORBIDDEN, desc = "the two do not agree")
    @State
    public static class WakeOrTimeout {
        private final WaitQueue queue = new WaitQueue(new SpinParker(5));
        private final Waiter waiter = queue.join(new Handle());

        /// Waits until a time that has passed.
        @Actor
        public void await(LZ_Result result) {
            result.r1 = waiter.park(5);
        }

        /// Wakes.
        @Actor
        public void wake(LZ_Result result) {
            result.r2 = queue.wakeOne();
        }
    }

    /// The platform's timer and a wake.
    @JCStressTest
    @Outcome(id = "WOKEN, true", expect = ACCEPTABLE, desc = "the wake came first, or the timer too early")
    @Outcome(id = "TIMED_OUT, false", expect = ACCEPTABLE, desc = "the timer came first")
    @Outcome(expect = FORBIDDEN, desc = "the two do not agree")
    @State
    public static class WakeOrTimer {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Waiter waiter = queue.join(new Handle());

        /// Waits until 5; its own clock stays at 0.
        @Actor
        public void await(LZ_Result result) {
            result.r1 = waiter.park(5);
        }

        /// It is 5 for the timer; then somebody wakes.
        @Actor
        public void expireThenWake(LZ_Result result) {
            waiter.expire(5);
            result.r2 = queue.wakeOne();
        }
    }

    /// The thread finds that it is interrupted while it is woken.
    @JCStressTest
    @Outcome(id = "WOKEN, true", expect = ACCEPTABLE, desc = "the wake came first")
    @Outcome(id = "INTERRUPTED, false", expect = ACCEPTABLE, desc = "the interrupt came first")
    @Outcome(expect = FORBIDDEN, desc = "the two do not agree")
    @State
    public static class WakeOrInterrupt {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Waiter waiter = queue.join(new Handle());

        /// Waits with the flag set.
        @Actor
        public void await(LZ_Result result) {
            Thread.currentThread().interrupt();
            result.r1 = waiter.park(Deadline.NEVER);
            if (!Thread.interrupted()) {
                result.r1 = "the flag is gone";
            }
        }

        /// Wakes.
        @Actor
        public void wake(LZ_Result result) {
            result.r2 = queue.wakeOne();
        }
    }

    /// The handle is closed while its wait is woken.
    @JCStressTest
    @Outcome(id = "WOKEN, true", expect = ACCEPTABLE, desc = "the wake came first")
    @Outcome(id = "CLOSED, false", expect = ACCEPTABLE, desc = "the close came first")
    @Outcome(expect = FORBIDDEN, desc = "the two do not agree")
    @State
    public static class WakeOrClose {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Handle owner = new Handle();
        private final Waiter waiter = queue.join(owner);

        /// Wakes.
        @Actor
        public void wake(LZ_Result result) {
            result.r2 = queue.wakeOne();
        }

        /// Closes.
        @Actor
        public void close() {
            owner.close();
            queue.close(owner);
        }

        /// What the wait ended with.
        @Arbiter
        public void look(LZ_Result result) {
            result.r1 = waiter.isWaiting() ? "waits on" : waiter.park(Deadline.NEVER);
        }
    }

    /// The queue is closed while the thread finds that its time is over.
    @JCStressTest
    @Outcome(id = "TIMED_OUT, true", expect = ACCEPTABLE, desc = "the time was over first")
    @Outcome(id = "CLOSED, true", expect = ACCEPTABLE, desc = "the close came first")
    @Outcome(expect = FORBIDDEN, desc = "another end, or the end changed afterwards")
    @State
    public static class CloseOrTimeout {
        private final WaitQueue queue = new WaitQueue(new SpinParker(5));
        private final Waiter waiter = queue.join(new Handle());

        /// Waits until a time that has passed.
        @Actor
        public void await(LZ_Result result) {
            result.r1 = waiter.park(5);
        }

        /// Closes.
        @Actor
        public void close() {
            queue.close();
        }

        /// Whether it is still what the thread was told.
        @Arbiter
        public void look(LZ_Result result) {
            result.r2 = waiter.park(Deadline.NEVER).equals(result.r1);
        }
    }
}
