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
import org.openjdk.jcstress.infra.results.LLL_Result;

/// A one-shot is settled once, and everybody sees the same. A wakeup that is lost shows as a test that does not
/// end.
public final class OneShotStress {
    private OneShotStress() {}

    private static String receive(OneShot<String> answer) {
        try {
            return answer.receive();
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (NetException e) {
            return String.valueOf(e.kind());
        }
    }

    /// A task that receives, as the state begins with it.
    private static final class Receiver {
        private final Task<String> task;

        Receiver(OneShot<String> from) {
            task = Tasks.spawn(() -> receive(from));
        }

        String outcome() {
            try {
                return task.join();
            } catch (InterruptedException | NetException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Two send, and a task waits.
    @JCStressTest
    @Outcome(id = "true, false, a a", expect = ACCEPTABLE, desc = "the first was sent")
    @Outcome(id = "false, true, b b", expect = ACCEPTABLE, desc = "the second was sent")
    @Outcome(expect = FORBIDDEN, desc = "both or none were sent, or something else was received")
    @State
    public static class TwoSenders {
        private final OneShot<String> answer = new OneShot<>();
        private final Receiver receiver = new Receiver(answer);

        /// Sends.
        @Actor
        public void first(LLL_Result result) {
            result.r1 = answer.send("a");
        }

        /// Sends.
        @Actor
        public void second(LLL_Result result) {
            result.r2 = answer.send("b");
        }

        /// Receives again.
        @Arbiter
        public void again(LLL_Result result) {
            result.r3 = receiver.outcome() + " " + receive(answer);
        }
    }

    /// One sends, another closes, and a task waits.
    @JCStressTest
    @Outcome(id = "true, null, a a", expect = ACCEPTABLE, desc = "sent before the close")
    @Outcome(id = "false, null, closed closed", expect = ACCEPTABLE, desc = "the close came first")
    @Outcome(expect = FORBIDDEN, desc = "sent and lost, or not sent and received")
    @State
    public static class SendAndClose {
        private final OneShot<String> answer = new OneShot<>();
        private final Receiver receiver = new Receiver(answer);

        /// Sends.
        @Actor
        public void send(LLL_Result result) {
            result.r1 = answer.send("a");
        }

        /// Closes.
        @Actor
        public void close() {
            answer.close();
        }

        /// Receives again.
        @Arbiter
        public void again(LLL_Result result) {
            result.r3 = receiver.outcome() + " " + receive(answer);
        }
    }
}
