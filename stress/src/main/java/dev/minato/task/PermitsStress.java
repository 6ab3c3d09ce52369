package dev.minato.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.NetException;
import java.util.concurrent.ExecutionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/// A permit is had by one, or free: none is lost and none is there twice, whatever ends the wait for it. A wait
/// that is missed shows as a test that does not end.
public final class PermitsStress {
    private PermitsStress() {}

    /// The one permit, which is taken.
    private static Permits taken() {
        var permits = new Permits(1);
        if (!permits.tryAcquire()) {
            throw new AssertionError("the only permit is not free");
        }
        return permits;
    }

    private static String acquire(Permits permits) {
        try {
            permits.acquire();
            return "acquired";
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (NetException e) {
            return String.valueOf(e.kind());
        }
    }

    /// One waits, and the permit is given back.
    @JCStressTest
    @Outcome(id = "acquired, 0", expect = ACCEPTABLE, desc = "handed over, or taken when it was free")
    @Outcome(expect = FORBIDDEN, desc = "the permit was lost, or is there twice")
    @State
    public static class AcquireAndRelease {
        private final Permits permits = taken();

        /// Takes it.
        @Actor
        public void acquire(LI_Result result) {
            result.r1 = PermitsStress.acquire(permits);
        }

        /// Gives it back.
        @Actor
        public void release() {
            permits.release();
        }

        /// What is free.
        @Arbiter
        public void look(LI_Result result) {
            result.r2 = permits.available() + permits.waiting();
        }
    }

    /// One waits, and there are to be two.
    @JCStressTest
    @Outcome(id = "acquired, 0", expect = ACCEPTABLE, desc = "woken, or it was free already")
    @Outcome(expect = FORBIDDEN, desc = "the new permit was lost, or is there twice")
    @State
    public static class AcquireAndGrow {
        private final Permits permits = taken();

        /// Takes the second.
        @Actor
        public void acquire(LI_Result result) {
            result.r1 = PermitsStress.acquire(permits);
        }

        /// Makes a second.
        @Actor
        public void grow() {
            permits.resize(2);
        }

        /// What is free.
        @Arbiter
        public void look(LI_Result result) {
            result.r2 = permits.available() + permits.waiting();
        }
    }

    /// Of two that are taken one is given back, while there is to be only one.
    @JCStressTest
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "the one given back has disappeared")
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "it was taken before there were fewer")
    @Outcome(expect = FORBIDDEN, desc = "there is one too many")
    @State
    public static class ReleaseAndShrink {
        private final Permits permits = new Permits(2);

        /// Takes both.
        public ReleaseAndShrink() {
            for (int i = 0; i < 2; i++) {
                if (!permits.tryAcquire()) {
                    throw new AssertionError("two permits are not free");
                }
            }
        }

        /// Gives one back, and tries to have it again.
        @Actor
        public void release(LI_Result result) {
            permits.release();
            result.r1 = permits.tryAcquire();
        }

        /// Makes them one.
        @Actor
        public void shrink() {
            permits.resize(1);
        }

        /// What is free, though the other is still taken.
        @Arbiter
        public void look(LI_Result result) {
            result.r2 = permits.available() + permits.waiting();
        }
    }

    /// One waits while this is closed.
    @JCStressTest
    @Outcome(id = "closed, 0", expect = ACCEPTABLE, desc = "before or during the wait")
    @Outcome(expect = FORBIDDEN, desc = "something else")
    @State
    public static class AcquireAndClose {
        private final Permits permits = taken();

        /// Takes it.
        @Actor
        public void acquire(LI_Result result) {
            result.r1 = PermitsStress.acquire(permits);
        }

        /// Closes.
        @Actor
        public void close() {
            permits.close();
        }

        /// What is free.
        @Arbiter
        public void look(LI_Result result) {
            result.r2 = permits.available() + permits.waiting();
        }
    }

    /// A task that waits, as the state begins with it.
    private static final class Waiting {
        final Permits permits = taken();
        private volatile String outcome = "none";
        private final TaskGroup group = new TaskGroup();

        Waiting() {
            Task<?> _ = group.spawn(() -> {
                outcome = acquire(permits);
            });
        }

        void interrupt() {
            group.cancel();
        }

        void look(LI_Result result) {
            try {
                group.join();
            } catch (InterruptedException | NetException | ExecutionException e) {
                throw new AssertionError(e);
            }
            result.r1 = outcome;
            result.r2 = permits.available() + permits.waiting();
        }
    }

    /// One waits, another gives the permit back, and a third one closes.
    @JCStressTest
    @Outcome(id = "acquired, 0", expect = ACCEPTABLE, desc = "it was granted before the close")
    @Outcome(id = "closed, 1", expect = ACCEPTABLE, desc = "the close came first, and the permit is free")
    @Outcome(expect = FORBIDDEN, desc = "the permit was lost, or is there twice")
    @State
    public static class ReleaseAndClose {
        private final Waiting waiting = new Waiting();

        /// Gives it back.
        @Actor
        public void release() {
            waiting.permits.release();
        }

        /// Closes.
        @Actor
        public void close() {
            waiting.permits.close();
        }

        /// How it ended.
        @Arbiter
        public void look(LI_Result result) {
            waiting.look(result);
        }
    }

    /// One waits, another gives the permit back, and a third one interrupts the first.
    @JCStressTest
    @Outcome(id = "acquired, 0", expect = ACCEPTABLE, desc = "it was free, or granted before the interrupt was seen")
    @Outcome(id = "interrupted, 1", expect = ACCEPTABLE, desc = "the request was withdrawn, and the permit is free")
    @Outcome(expect = FORBIDDEN, desc = "the permit was lost, or is there twice")
    @State
    public static class ReleaseAndInterrupt {
        private final Waiting waiting = new Waiting();

        /// Gives it back.
        @Actor
        public void release() {
            waiting.permits.release();
        }

        /// Interrupts.
        @Actor
        public void interrupt() {
            waiting.interrupt();
        }

        /// How it ended.
        @Arbiter
        public void look(LI_Result result) {
            waiting.look(result);
        }
    }

    /// One whose thread is interrupted begins to wait while the permit is given back.
    @JCStressTest
    @Outcome(id = "acquired, 0", expect = ACCEPTABLE, desc = "it was free, or granted before the interrupt was seen")
    @Outcome(id = "interrupted, 1", expect = ACCEPTABLE, desc = "the request was withdrawn, and the permit is free")
    @Outcome(expect = FORBIDDEN, desc = "the permit was lost, or is there twice")
    @State
    public static class InterruptedAcquireAndRelease {
        private final Permits permits = taken();

        /// Takes it.
        @Actor
        public void acquire(LI_Result result) {
            Thread.currentThread().interrupt();
            result.r1 = PermitsStress.acquire(permits);
            // Not the next test's business.
            boolean _ = Thread.interrupted();
        }

        /// Gives it back.
        @Actor
        public void release() {
            permits.release();
        }

        /// What is free.
        @Arbiter
        public void look(LI_Result result) {
            result.r2 = permits.available() + permits.waiting();
        }
    }
}
