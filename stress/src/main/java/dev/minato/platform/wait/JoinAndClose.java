package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/// Whoever begins to wait while its handle or the queue is closed does not wait.
public final class JoinAndClose {
    private JoinAndClose() {}

    private static Object end(@Nullable Waiter waiter) {
        if (waiter == null) {
            return "never joined";
        }
        return waiter.isWaiting() ? "waits forever" : waiter.park(Deadline.NEVER);
    }

    /// The handle is closed.
    @JCStressTest
    @Outcome(id = "CLOSED", expect = ACCEPTABLE, desc = "before or after joining")
    @Outcome(expect = FORBIDDEN, desc = "the wait was missed")
    @State
    public static class OfAHandle {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Handle owner = new Handle();

        @Nullable
        private Waiter waiter;

        /// Begins to wait.
        @Actor
        public void join() {
            waiter = queue.join(owner);
        }

        /// Closes.
        @Actor
        public void close() {
            owner.close();
            queue.close(owner);
        }

        /// How it ended.
        @Arbiter
        public void look(L_Result result) {
            result.r1 = end(waiter);
        }
    }

    /// The queue is closed.
    @JCStressTest
    @Outcome(id = "CLOSED", expect = ACCEPTABLE, desc = "before or after joining")
    @Outcome(expect = FORBIDDEN, desc = "the wait was missed")
    @State
    public static class OfTheQueue {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));

        @Nullable
        private Waiter waiter;

        /// Begins to wait.
        @Actor
        public void join() {
            waiter = queue.join(new Handle());
        }

        /// Closes.
        @Actor
        public void close() {
            queue.close();
        }

        /// How it ended.
        @Arbiter
        public void look(L_Result result) {
            result.r1 = end(waiter);
        }
    }
}
