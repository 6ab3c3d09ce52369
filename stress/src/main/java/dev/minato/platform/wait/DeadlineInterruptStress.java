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

/// A deadline fires while its thread leaves it: no interrupt comes afterwards, and none of somebody else's is lost.
///
/// The thread that enters is the actor itself, whose flag each test clears at its end.
public final class DeadlineInterruptStress {
    private static final long DEADLINE = 5;

    private DeadlineInterruptStress() {}

    /// A parker whose clock stands still, and that hands over what was scheduled.
    private static final class Handing implements Parker {
        final SpinParker spin = new SpinParker(0);
        volatile TimerEntry first;
        volatile TimerEntry second;

        @Override
        public long now() {
            return 0;
        }

        @Override
        public void park(Waiter waiter) {
            spin.park(waiter);
        }

        @Override
        public void unpark(Waiter waiter) {
            spin.unpark(waiter);
        }

        @Override
        public void yieldCarrier() {}

        @Override
        public void schedule(TimerEntry entry) {
            if (first == null) {
                first = entry;
            } else {
                second = entry;
            }
        }

        @Override
        public void forget(TimerEntry entry) {}

        static void expire(TimerEntry entry) {
            if (entry != null) {
                entry.expire(DEADLINE);
            }
        }
    }

    /// The flag of the calling thread once whoever fires is done; it is clear afterwards.
    private static boolean flagAfter(Handing parker) {
        while (!parker.fired) {
            Thread.onSpinWait();
        }
        return Thread.interrupted();
    }
}
