package dev.minato.platform.linux.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A loop does not sleep over work that came from outside.
public final class DoorbellStress {
    private DoorbellStress() {}

    /// One brings work while the loop goes to sleep.
    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "the loop saw the work")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the loop saw the work, and is woken needlessly")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the loop sleeps, and is woken")
    @Outcome(expect = FORBIDDEN, desc = "the loop sleeps, and nobody wakes it")
    @State
    public static class GoingToSleep {
        private final Doorbell bell = new Doorbell();
        private final Queue<Integer> queue = new ConcurrentLinkedQueue<>();

        /// The loop.
        @Actor
        public void sleep(ZZ_Result result) {
            result.r1 = bell.maySleep(queue::isEmpty);
        }

        /// Brings work.
        @Actor
        public void bring(ZZ_Result result) {
            queue.add(1);
            result.r2 = bell.ring();
        }
    }

    /// One brings work while the loop, which an event has woken, takes what is there and goes to sleep again.
    @JCStressTest
    @Outcome(id = "true, false, .*", expect = ACCEPTABLE, desc = "the loop took the work, or saw it")
    @Outcome(id = "false, false, .*", expect = ACCEPTABLE, desc = "the loop saw the work before it slept")
    @Outcome(id = "true, true, .*", expect = ACCEPTABLE, desc = "the loop took the work and sleeps")
    @Outcome(id = "false, true, true", expect = ACCEPTABLE, desc = "the loop sleeps, and is woken")
    @Outcome(expect = FORBIDDEN, desc = "the loop sleeps over the work")
    @State
    public static class AwakeAndAsleepAgain {
        private final Doorbell bell = new Doorbell();
        private final Queue<Integer> queue = new ConcurrentLinkedQueue<>();

        /// A loop that sleeps.
        public AwakeAndAsleepAgain() {
            if (!bell.maySleep(queue::isEmpty)) {
                throw new AssertionError("nothing is there yet");
            }
        }

        /// The loop: whether it took the work, and whether it sleeps.
        @Actor
        public void wakeAndSleep(ZZZ_Result result) {
            bell.awake();
            result.r1 = queue.poll() != null;
            result.r2 = bell.maySleep(queue::isEmpty);
        }

        /// Brings work.
        @Actor
        public void bring(ZZZ_Result result) {
            queue.add(1);
            result.r3 = bell.ring();
        }
    }

    /// Two bring work to a loop that sleeps.
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them wakes it")
    @Outcome(expect = FORBIDDEN, desc = "none wakes it, or both")
    @State
    public static class TwoRing {
        private final Doorbell bell = new Doorbell();

        /// A loop that sleeps.
        public TwoRing() {
            if (!bell.maySleep(() -> true)) {
                throw new AssertionError("nothing is there yet");
            }
        }

        /// Rings.
        @Actor
        public void ring(ZZ_Result result) {
            result.r1 = bell.ring();
        }

        /// Rings too.
        @Actor
        public void ringToo(ZZ_Result result) {
            result.r2 = bell.ring();
        }
    }
}
