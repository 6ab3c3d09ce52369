package dev.minato.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.NetException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LLI_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// No task of a group is forgotten, and nobody waits for one that is over. What is missed shows as a test that
/// does not end.
public final class TaskGroupStress {
    private static final Duration LONG = Duration.ofHours(1);

    private TaskGroupStress() {}

    private static String join(TaskGroup group) {
        try {
            group.join();
            return "joined";
        } catch (ExecutionException e) {
            return e.getCause() == null
                    ? "no cause"
                    : e.getCause().getMessage() + " first, " + e.getSuppressed().length + " suppressed";
        } catch (InterruptedException | NetException e) {
            return e.toString();
        }
    }

    /// A task that fails with its name when the gate is opened.
    private static void failing(TaskGroup group, Permits gate, String name) {
        Task<?> _ = group.spawn(name, () -> {
            gate.acquire();
            throw new IllegalStateException(name);
        });
    }

    private static Permits closedGate() {
        var gate = new Permits(1);
        boolean _ = gate.tryAcquire();
        return gate;
    }

    /// A task is started that waits for long, and the group is closed.
    @JCStressTest
    @Outcome(id = "cancelled, 0", expect = ACCEPTABLE, desc = "it came in, and was cancelled")
    @Outcome(id = "refused, 0", expect = ACCEPTABLE, desc = "the close came first")
    @Outcome(expect = FORBIDDEN, desc = "a task that nobody ended")
    @State
    public static class SpawnAndClose {
        private final TaskGroup group = new TaskGroup();
        private volatile String ended = "refused";

        /// Starts it.
        @Actor
        public void spawn() {
            try {
                Task<?> _ = group.spawn(() -> {
                    ended = "runs on";
                    try {
                        Tasks.sleep(LONG);
                    } catch (InterruptedException e) {
                        ended = "cancelled";
                    }
                });
            } catch (IllegalStateException closed) {
                // It was not started.
            }
        }

        /// Closes.
        @Actor
        public void close() {
            group.close();
        }

        /// What became of it; a close waits for what it cancels, so that all is over.
        @Arbiter
        public void look(LI_Result result) {
            group.close();
            result.r1 = ended;
            result.r2 = group.size();
        }
    }

    /// A task is started that waits until it is cancelled, and all are cancelled from the task's first step
    /// on.
    @JCStressTest
    @Outcome(id = "cancelled, 0", expect = ACCEPTABLE, desc = "it had begun, so it was meant, too")
    @Outcome(expect = FORBIDDEN, desc = "a task that began before the cancel, and runs on")
    @State
    public static class SpawnAndCancel {
        private final TaskGroup group = new TaskGroup();
        private volatile boolean begun;
        private volatile String ended = "never began";

        /// Starts it.
        @Actor
        public void spawn() {
            Task<?> _ = group.spawn(() -> {
                begun = true;
                try {
                    Tasks.sleep(LONG);
                } catch (InterruptedException e) {
                    ended = "cancelled";
                }
            });
        }

        /// Cancels all, once it has begun, whether `spawn` has come back or not.
        @Actor
        public void cancel() {
            while (!begun) {
                Thread.onSpinWait();
            }
            group.cancel();
        }

        /// What became of it.
        @Arbiter
        public void look(LI_Result result) {
            String _ = join(group);
            result.r1 = ended;
            result.r2 = group.size();
        }
    }

    /// The last task ends while somebody begins to wait for it.
    @JCStressTest
    @Outcome(id = "joined, joined, 0", expect = ACCEPTABLE, desc = "both heard of the end, or came after it")
    @Outcome(expect = FORBIDDEN, desc = "something else")
    @State
    public static class EndAndJoin {
        private final TaskGroup group = new TaskGroup();
        private final Permits gate = new Permits(1);

        /// The task waits behind the gate.
        public EndAndJoin() {
            boolean _ = gate.tryAcquire();
            Task<?> _ = group.spawn(gate::acquire);
        }

        /// Lets the task end, and waits for it.
        @Actor
        public void end(LLI_Result result) {
            gate.release();
            result.r1 = TaskGroupStress.join(group);
        }

        /// Waits for it.
        @Actor
        public void join(LLI_Result result) {
            result.r2 = TaskGroupStress.join(group);
        }

        /// What is left.
        @Arbiter
        public void look(LLI_Result result) {
            result.r3 = group.size();
        }
    }

    /// A task fails while another one is started.
    @JCStressTest
    @Outcome(id = "cancelled, a first, 0 suppressed", expect = ACCEPTABLE, desc = "the cancel reached it")
    @Outcome(expect = FORBIDDEN, desc = "a task that the failure passed by")
    @State
    public static class FailAndSpawn {
        private final TaskGroup group = new TaskGroup();
        private final Permits gate = closedGate();
        private volatile String ended = "never began";

        /// The task waits behind the gate.
        public FailAndSpawn() {
            failing(group, gate, "a");
        }

        /// Lets the first one fail.
        @Actor
        public void fail() {
            gate.release();
        }

        /// Starts the other.
        @Actor
        public void spawn() {
            Task<?> _ = group.spawn(() -> {
                ended = "runs on";
                try {
                    Tasks.sleep(LONG);
                } catch (InterruptedException e) {
                    ended = "cancelled";
                    throw e;
                }
            });
        }

        /// What became of both.
        @Arbiter
        public void look(LL_Result result) {
            result.r2 = TaskGroupStress.join(group);
            result.r1 = ended;
        }
    }

    /// Two tasks fail at the same time, beside one that waits for long.
    @JCStressTest
    @Outcome(
            id = {
                "a first, 1 suppressed, 0",
                "b first, 1 suppressed, 0",
                "a first, 0 suppressed, 0",
                "b first, 0 suppressed, 0"
            },
            expect = ACCEPTABLE,
            desc = "one was the first; the other failed as well, or was cancelled before")
    @Outcome(expect = FORBIDDEN, desc = "none or two were the first, or somebody runs on")
    @State
    public static class FailAndFail {
        private final TaskGroup group = new TaskGroup();
        private final Permits one = closedGate();
        private final Permits other = closedGate();

        /// Both wait behind gates.
        public FailAndFail() {
            failing(group, one, "a");
            failing(group, other, "b");
            Task<?> _ = group.spawn(() -> Tasks.sleep(LONG));
        }

        /// Lets one fail.
        @Actor
        public void failOne() {
            one.release();
        }

        /// Lets the other fail.
        @Actor
        public void failOther() {
            other.release();
        }

        /// Who was the first.
        @Arbiter
        public void look(LI_Result result) {
            result.r1 = TaskGroupStress.join(group);
            result.r2 = group.size();
        }
    }

    /// A task fails while the group is closed, beside one that waits for long.
    @JCStressTest
    @Outcome(id = "a first, 0 suppressed, 0", expect = ACCEPTABLE, desc = "it failed before the close cancelled it")
    @Outcome(id = "joined, 0", expect = ACCEPTABLE, desc = "the close came first, and its cancel is no failure")
    @Outcome(expect = FORBIDDEN, desc = "something else")
    @State
    public static class FailAndClose {
        private final TaskGroup group = new TaskGroup();
        private final Permits gate = closedGate();

        /// One waits behind the gate, another for ever.
        public FailAndClose() {
            failing(group, gate, "a");
            Task<?> _ = group.spawn(() -> Tasks.sleep(LONG));
        }

        /// Lets it fail.
        @Actor
        public void fail() {
            gate.release();
        }

        /// Closes.
        @Actor
        public void close() {
            group.close();
        }

        /// What was kept.
        @Arbiter
        public void look(LI_Result result) {
            result.r1 = TaskGroupStress.join(group);
            result.r2 = group.size();
        }
    }
}
