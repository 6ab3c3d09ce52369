package dev.minato.platform.wait;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/// A deadline fires while its thread leaves: no interrupt comes afterwards, and nobody else's is lost.
///
/// One actor enters and leaves, and is the thread whose flag is looked at in the end, and cleared; the other
/// one fires.
public final class DeadlineInterruptStress {
    private static final long DEADLINE = 5;

    private DeadlineInterruptStress() {}

    /// A deadline that one actor has entered and the other one fires.
    private static final class Shared {
        final Parker parker = new SpinParker(0);
        private volatile @Nullable DeadlineInterrupt entered;
        private volatile boolean fired;

        DeadlineInterrupt enter() {
            return DeadlineInterrupt.enter(parker, DEADLINE);
        }

        /// Lets the other actor fire.
        void publish(DeadlineInterrupt entry) {
            entered = entry;
        }

        void fire() {
            DeadlineInterrupt entry = entered;
            while (entry == null) {
                Thread.onSpinWait();
                entry = entered;
            }
            entry.expire(DEADLINE);
            fired = true;
        }

        void awaitFired() {
            while (!fired) {
                Thread.onSpinWait();
            }
        }

        static void leave(DeadlineInterrupt entry) {
            entry.leave(() -> false);
        }
    }

    /// The thread is interrupted by nobody else.
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "no interrupt is left")
    @Outcome(expect = FORBIDDEN, desc = "an interrupt came after the deadline was left")
    @State
    public static class LeavesNoInterrupt {
        private final Shared shared = new Shared();

        /// Enters and leaves.
        @Actor
        public void leave(Z_Result result) {
            DeadlineInterrupt entry = shared.enter();
            shared.publish(entry);
            Shared.leave(entry);
            shared.awaitFired();
            result.r1 = Thread.interrupted();
        }

        /// Fires.
        @Actor
        public void fire() {
            shared.fire();
        }
    }

    /// The thread was interrupted before.
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "it is interrupted still")
    @Outcome(expect = FORBIDDEN, desc = "the interrupt is lost")
    @State
    public static class KeepsAnInterrupt {
        private final Shared shared = new Shared();

        /// Enters and leaves.
        @Actor
        public void leave(Z_Result result) {
            DeadlineInterrupt entry = shared.enter();
            Thread.currentThread().interrupt();
            shared.publish(entry);
            Shared.leave(entry);
            shared.awaitFired();
            result.r1 = Thread.interrupted();
        }

        /// Fires.
        @Actor
        public void fire() {
            shared.fire();
        }
    }

    /// An inner deadline that has fired is left while the outer one fires.
    @JCStressTest
    @Outcome(id = "false", expect = ACCEPTABLE, desc = "no interrupt is left")
    @Outcome(expect = FORBIDDEN, desc = "the inner one's interrupt was taken for somebody else's")
    @State
    public static class LeavesNoInterruptOfSeveral {
        private final Shared shared = new Shared();

        /// Enters both and leaves.
        @Actor
        public void leave(Z_Result result) {
            result.r1 = leaveBoth(shared, false);
        }

        /// Fires the outer one.
        @Actor
        public void fire() {
            shared.fire();
        }
    }

    /// As [LeavesNoInterruptOfSeveral], of a thread that was interrupted before.
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "it is interrupted still")
    @Outcome(expect = FORBIDDEN, desc = "the interrupt is lost")
    @State
    public static class KeepsAnInterruptThroughSeveral {
        private final Shared shared = new Shared();

        /// Enters both and leaves.
        @Actor
        public void leave(Z_Result result) {
            result.r1 = leaveBoth(shared, true);
        }

        /// Fires the outer one.
        @Actor
        public void fire() {
            shared.fire();
        }
    }

    private static boolean leaveBoth(Shared shared, boolean interrupted) {
        DeadlineInterrupt outer = shared.enter();
        DeadlineInterrupt inner = outer.enterInner(shared.parker, DEADLINE);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        inner.expire(DEADLINE);
        shared.publish(outer);
        Shared.leave(inner);
        shared.awaitFired();
        Shared.leave(outer);
        return Thread.interrupted();
    }
}
