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
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/// The first waiter of a queue is used again by whoever comes: claimed by one thread at a time, and no wakeup and
/// no close passes between its waits.
public final class ResidentStress {
    private ResidentStress() {}

    /// A queue whose resident is idle, and was somebody else's.
    private static WaitQueue used() {
        var queue = new WaitQueue(new SpinParker(0));
        queue.leave(queue.join(new Handle()), true);
        return queue;
    }

    /// Another thread than the last one waits, while the condition comes to hold.
    @JCStressTest
    @Outcome(id = "WOKEN", expect = ACCEPTABLE, desc = "it was woken, or saw it")
    @Outcome(expect = FORBIDDEN, desc = "another end; or a test that does not end")
    @State
    public static class AnotherThread {
        private final WaitQueue queue = used();
        private volatile boolean holds;

        /// Waits.
        @Actor
        public void await(L_Result result) {
            result.r1 = queue.await(new Handle(), Deadline.NEVER, () -> holds);
        }

        /// Makes it hold.
        @Actor
        public void wake() {
            holds = true;
            queue.wakeOne();
        }
    }

    /// The handle of the wait before is closed while another thread begins to wait.
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "it waits")
    @Outcome(expect = FORBIDDEN, desc = "a close that was not meant for it ended its wait")
    @State
    public static class CloseOfTheWaitBefore {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Handle before = new Handle();

        @Nullable
        private Waiter waiter;

        /// The resident was of that handle.
        public CloseOfTheWaitBefore() {
            queue.leave(queue.join(before), true);
        }

        /// Begins to wait.
        @Actor
        public void join() {
            waiter = queue.join(new Handle());
        }

        /// Closes.
        @Actor
        public void close() {
            before.close();
            queue.close(before);
        }

        /// Whether it waits.
        @Arbiter
        public void look(Z_Result result) {
            result.r1 = waiter != null && waiter.isWaiting();
        }
    }

    /// Two threads begin to wait, one as the resident and one in the list: a waiter has one thread.
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both wait, and both can be woken")
    @Outcome(expect = FORBIDDEN, desc = "one waits where nobody finds it, or both as one")
    @State
    public static class TwoWantIt {
        private final WaitQueue queue = used();

        @Nullable
        private Waiter first;

        @Nullable
        private Waiter second;

        /// Begins to wait.
        @Actor
        public void join() {
            first = queue.join(new Handle());
        }

        /// Begins to wait, too.
        @Actor
        public void joinToo() {
            second = queue.join(new Handle());
        }

        /// Wakes one after the other.
        @Arbiter
        public void look(ZZ_Result result) {
            int woken = 0;
            while (queue.wakeOne()) {
                woken++;
            }
            result.r1 = woken == 2;
            result.r2 = first != null && second != null && !first.isWaiting() && !second.isWaiting();
        }
    }

    /// A thread waits again through the same handle, with one compare-and-set, while the condition comes to hold.
    @JCStressTest
    @Outcome(id = "WOKEN", expect = ACCEPTABLE, desc = "it was woken, or saw it")
    @Outcome(expect = FORBIDDEN, desc = "another end; or a test that does not end")
    @State
    public static class TheSameThreadAgain {
        private final WaitQueue queue = used();
        private final Handle handle = new Handle();
        private volatile boolean holds;

        /// Waits twice; the first wait is over before it parks.
        @Actor
        public void awaitTwice(L_Result result) {
            queue.leave(queue.join(handle), true);
            result.r1 = queue.await(handle, Deadline.NEVER, () -> holds);
        }

        /// Makes it hold.
        @Actor
        public void wake() {
            holds = true;
            queue.wakeOne();
        }
    }

    /// The handle is closed while its second wait begins.
    @JCStressTest
    @Outcome(id = "CLOSED", expect = ACCEPTABLE, desc = "before or after joining")
    @Outcome(expect = FORBIDDEN, desc = "the wait was missed")
    @State
    public static class CloseOfTheSecondWait {
        private final WaitQueue queue = used();
        private final Handle handle = new Handle();

        @Nullable
        private Waiter waiter;

        /// Begins to wait, twice.
        @Actor
        public void joinTwice() {
            queue.leave(queue.join(handle), true);
            waiter = queue.join(handle);
        }

        /// Closes.
        @Actor
        public void close() {
            handle.close();
            queue.close(handle);
        }

        /// How it ended.
        @Arbiter
        public void look(L_Result result) {
            Waiter joined = waiter;
            if (joined == null) {
                result.r1 = "never joined";
            } else {
                result.r1 = joined.isWaiting() ? "waits forever" : joined.park(Deadline.NEVER);
            }
        }
    }

    /// All are woken while the first leaves and waits again: the second, who waits in the list, is not forgotten.
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the second is woken")
    @Outcome(expect = FORBIDDEN, desc = "who came meanwhile took its wakeup")
    @State
    public static class AllAreWoken {
        private final WaitQueue queue = new WaitQueue(new SpinParker(0));
        private final Waiter first = queue.join(new Handle());
        private final Waiter second = queue.join(new Handle());

        /// Leaves, and waits again.
        @Actor
        public void leaveAndJoin() {
            queue.leave(first, true);
            Waiter _ = queue.join(new Handle());
        }

        /// Wakes all.
        @Actor
        public void wakeAll() {
            queue.wakeAll();
        }

        /// Whether the second was woken.
        @Arbiter
        public void look(Z_Result result) {
            result.r1 = !second.isWaiting();
        }
    }

    /// The queue lets go of its idle resident while a thread begins to wait.
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "it waits, and can be woken")
    @Outcome(expect = FORBIDDEN, desc = "it waits where nobody finds it")
    @State
    public static class TrimAndJoin {
        private final WaitQueue queue = used();

        @Nullable
        private Waiter waiter;

        /// Begins to wait.
        @Actor
        public void join() {
            waiter = queue.join(new Handle());
        }

        /// Lets go.
        @Actor
        public void trim() {
            queue.trim();
        }

        /// Whether it is found.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r1 = queue.wakeOne();
            result.r2 = waiter != null && !waiter.isWaiting();
        }
    }

    /// The queue lets go of its idle resident while the thread that used it last waits again, with one
    /// compare-and-set.
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "it waits, and can be woken")
    @Outcome(expect = FORBIDDEN, desc = "it waits where nobody finds it")
    @State
    public static class TrimAndJoinAgain {
        private final WaitQueue queue = used();
        private final Handle handle = new Handle();

        @Nullable
        private Waiter waiter;

        /// Waits, and begins to wait again.
        @Actor
        public void joinTwice() {
            queue.leave(queue.join(handle), true);
            waiter = queue.join(handle);
        }

        /// Lets go.
        @Actor
        public void trim() {
            queue.trim();
        }

        /// Whether it is found.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r1 = queue.wakeOne();
            result.r2 = waiter != null && !waiter.isWaiting();
        }
    }
}
