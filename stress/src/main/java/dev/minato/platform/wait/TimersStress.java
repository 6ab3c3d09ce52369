package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/// A deadline is seen in time, whatever the timer thread does at that moment. One that is missed shows as a
/// test that does not end.
public final class TimersStress {
    private static final Parker PARKING = new TimedParking();

    private TimersStress() {}

    /// A parker whose threads learn only from the timer that their time has come.
    private static final class TimedParking implements Parker {
        private final long origin = System.nanoTime();
        private final Timers timers = new Timers(this, "timer");

        @Override
        public long now() {
            return System.nanoTime() - origin;
        }

        @Override
        public void park(Waiter waiter) {
            timers.schedule(waiter);
            while (waiter.isWaiting()) {
                LockSupport.park(waiter);
            }
        }

        @Override
        public void unpark(Waiter waiter) {
            LockSupport.unpark(waiter.thread());
        }

        @Override
        public void yieldCarrier() {}

        @Override
        public void schedule(TimerEntry entry) {}

        @Override
        public void forget(TimerEntry entry) {
            timers.forget(entry);
        }
    }

    private static dev.minato.platform.wait.Outcome await(WaitQueue queue, long nanos) {
        return queue.await(new Handle(), PARKING.now() + nanos, () -> false);
    }

    /// One waits for long, and another one, who comes meanwhile, for a shorter time.
    @JCStressTest
    @Outcome(id = "TIMED_OUT, TIMED_OUT", expect = ACCEPTABLE, desc = "both in time")
    @Outcome(expect = FORBIDDEN, desc = "something else")
    @State
    public static class EarlierDeadline {
        private final WaitQueue queue = new WaitQueue(PARKING);

        /// Waits.
        @Actor
        public void await(LL_Result result) {
            result.r1 = TimersStress.await(queue, 40_000);
        }

        /// Waits for less.
        @Actor
        public void awaitLess(LL_Result result) {
            result.r2 = TimersStress.await(queue, 5_000);
        }
    }

    /// One waiter is used for a wait that is woken, and then for one with an earlier deadline than the entry
    /// that the first has left in the heap.
    @JCStressTest
    @Outcome(id = "TIMED_OUT, ok", expect = ACCEPTABLE, desc = "in time")
    @Outcome(id = "WOKEN, ok", expect = ACCEPTABLE, desc = "by the wakeup that the first wait did without")
    @Outcome(expect = FORBIDDEN, desc = "something else")
    @State
    public static class NextDeadline {
        private final WaitQueue queue = new WaitQueue(PARKING);
        private volatile boolean first = true;

        /// Waits twice.
        @Actor
        public void await(LL_Result result) {
            queue.await(new Handle(), PARKING.now() + 50_000, () -> !first);
            result.r1 = TimersStress.await(queue, 10_000);
        }

        /// Wakes the first wait.
        @Actor
        public void wake(LL_Result result) {
            first = false;
            queue.wakeOne();
            result.r2 = "ok";
        }
    }
}
