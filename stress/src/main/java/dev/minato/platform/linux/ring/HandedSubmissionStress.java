package dev.minato.platform.linux.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/// What another thread asks for is submitted once, whether a task of the loop makes it or the loop.
public final class HandedSubmissionStress {
    private HandedSubmissionStress() {}

    /// A thread elsewhere asks while the loop looks twice.
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "made once")
    @Outcome(expect = FORBIDDEN, desc = "lost, or made twice")
    @State
    public static class AskDuringALook {
        private final Queue<Runnable> outside = new ConcurrentLinkedQueue<>();
        private final HandedSubmission handed = new HandedSubmission(this::submit);
        private int made;

        /// Waits to read, on another thread.
        @Actor
        public void ask() {
            handed.ask();
            outside.add(handed);
        }

        /// Is the loop: a task of it that looks, and then what others gave it.
        @Actor
        public void look() {
            handed.run();
            takeFromOutside();
            handed.run();
        }

        /// The loop comes to what is left.
        @Arbiter
        public void settle(I_Result result) {
            takeFromOutside();
            result.r1 = made;
        }

        private void submit() {
            made++;
        }

        private void takeFromOutside() {
            for (Runnable task = outside.poll(); task != null; task = outside.poll()) {
                task.run();
            }
        }
    }
}
