package dev.minato.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.NetException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/// Each task of a collector is handed over once, and nobody waits for one that is not there. What is missed
/// shows as a test that does not end.
public final class TaskCollectorStress {
    private TaskCollectorStress() {}

    private static String next(TaskCollector<String> tasks) {
        try {
            return tasks.next().isPresent() ? "task" : "none";
        } catch (InterruptedException | NetException e) {
            return e.toString();
        }
    }

    /// A task ends while two wait for it.
    @JCStressTest
    @Outcome(
            id = {"task, none, 0", "none, task, 0"},
            expect = ACCEPTABLE,
            desc = "one got it, and the other heard that there is none left")
    @Outcome(expect = FORBIDDEN, desc = "both or none got it")
    @State
    public static class TakeAndTake {
        private final TaskCollector<String> tasks = TaskGroup.collecting(1);

        /// The task ends at any time.
        public TakeAndTake() {
            Task<String> _ = tasks.spawn(() -> "value");
        }

        /// Waits for it.
        @Actor
        public void one(LLI_Result result) {
            result.r1 = next(tasks);
        }

        /// Waits for it, too.
        @Actor
        public void other(LLI_Result result) {
            result.r2 = next(tasks);
        }

        /// What is left.
        @Arbiter
        public void look(LLI_Result result) {
            result.r3 = tasks.size();
        }
    }

    /// The one place is taken by a task that is taken over, while another one is to be started.
    @JCStressTest
    @Outcome(id = "started, task, 1", expect = ACCEPTABLE, desc = "the place was free again")
    @Outcome(id = "refused, task, 0", expect = ACCEPTABLE, desc = "it was not free yet")
    @Outcome(expect = FORBIDDEN, desc = "a place that was lost, or that two have")
    @State
    public static class SpawnAndTake {
        private final TaskCollector<String> tasks = TaskGroup.collecting(1);

        /// The task ends at any time.
        public SpawnAndTake() {
            Task<String> _ = tasks.spawn(() -> "value");
        }

        /// Starts one more.
        @Actor
        public void spawn(LLI_Result result) {
            try {
                Task<String> _ = tasks.spawn(() -> "one more");
                result.r1 = "started";
            } catch (IllegalStateException full) {
                result.r1 = "refused";
            }
        }

        /// Takes the first one over.
        @Actor
        public void take(LLI_Result result) {
            result.r2 = next(tasks);
        }

        /// What is left.
        @Arbiter
        public void look(LLI_Result result) {
            result.r3 = tasks.size();
        }
    }
}
