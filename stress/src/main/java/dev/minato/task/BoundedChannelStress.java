package dev.minato.task;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.NetException;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// A value is received by one, or still there: none is lost and none is there twice, whatever ends the waits. A
/// wakeup that is lost shows as a test that does not end.
public final class BoundedChannelStress {
    private BoundedChannelStress() {}

    private static String receive(BoundedChannel<String> channel) {
        try {
            return channel.receive().orElse("end");
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (NetException e) {
            return String.valueOf(e.kind());
        }
    }

    private static String send(BoundedChannel<String> channel, String value) {
        try {
            channel.send(value);
            return "sent";
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (NetException e) {
            return String.valueOf(e.kind());
        }
    }

    private static String left(BoundedChannel<String> channel) {
        return channel.tryReceive().orElse("nothing");
    }

    private static BoundedChannel<String> full() {
        var channel = new BoundedChannel<String>(1);
        if (!send(channel, "a").equals("sent")) {
            throw new AssertionError("no room");
        }
        return channel;
    }

    /// One sends two values through a channel that holds one, another receives two.
    @JCStressTest
    @Outcome(id = "sent sent, a b, nothing", expect = ACCEPTABLE, desc = "in order")
    @Outcome(expect = FORBIDDEN, desc = "a value was lost, or is there twice")
    @State
    public static class SendAndReceive {
        private final BoundedChannel<String> channel = new BoundedChannel<>(1);

        /// Sends.
        @Actor
        public void send(LLL_Result result) {
            result.r1 = BoundedChannelStress.send(channel, "a") + " " + BoundedChannelStress.send(channel, "b");
        }

        /// Receives.
        @Actor
        public void receive(LLL_Result result) {
            result.r2 = BoundedChannelStress.receive(channel) + " " + BoundedChannelStress.receive(channel);
        }

        /// What is left.
        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = left(channel);
        }
    }

    /// One sends to a full channel while its receiver leaves.
    @JCStressTest
    @Outcome(id = "closed, [a], nothing", expect = ACCEPTABLE, desc = "closed before or while it waits")
    @Outcome(id = "sent, [a, b], nothing", expect = ACCEPTABLE, desc = "not reached: there is no room before")
    @Outcome(expect = FORBIDDEN, desc = "the sender waits, or its value was lost")
    @State
    public static class SendAndLeave {
        private final BoundedChannel<String> channel = full();

        /// Sends.
        @Actor
        public void send(LLL_Result result) {
            result.r1 = BoundedChannelStress.send(channel, "b");
        }

        /// Leaves.
        @Actor
        public void leave(LLL_Result result) {
            result.r2 = channel.closeAndDrain().toString();
        }

        /// What is left.
        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = left(channel);
        }
    }

    /// A task that receives, as the state begins with it.
    private static final class Receiver {
        private volatile String outcome = "none";
        private final TaskGroup group = new TaskGroup();

        Receiver(BoundedChannel<String> from, int values) {
            Task<?> _ = group.spawn(() -> {
                var received = new StringJoiner(" ");
                for (int i = 0; i < values; i++) {
                    received.add(receive(from));
                }
                outcome = received.toString();
            });
        }

        void interrupt() {
            group.cancel();
        }

        String outcome() {
            try {
                group.join();
            } catch (InterruptedException | NetException | ExecutionException e) {
                throw new AssertionError(e);
            }
            return outcome;
        }
    }

    /// Two send to a channel that holds one, and a task receives both.
    @JCStressTest
    @Outcome(
            id = {"sent, sent, a b", "sent, sent, b a"},
            expect = ACCEPTABLE,
            desc = "both")
    @Outcome(expect = FORBIDDEN, desc = "a value was lost, or is there twice")
    @State
    public static class TwoSenders {
        private final BoundedChannel<String> channel = new BoundedChannel<>(1);
        private final Receiver receiver = new Receiver(channel, 2);

        /// Sends.
        @Actor
        public void first(LLL_Result result) {
            result.r1 = send(channel, "a");
        }

        /// Sends.
        @Actor
        public void second(LLL_Result result) {
            result.r2 = send(channel, "b");
        }

        /// What was received.
        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = receiver.outcome();
        }
    }

    /// One receives beside a task that does, and a third sends a value for each.
    @JCStressTest
    @Outcome(
            id = {"sent sent, a, b", "sent sent, b, a"},
            expect = ACCEPTABLE,
            desc = "each got one")
    @Outcome(expect = FORBIDDEN, desc = "a value was lost, or is there twice")
    @State
    public static class TwoReceivers {
        private final BoundedChannel<String> channel = new BoundedChannel<>(1);
        private final Receiver receiver = new Receiver(channel, 1);

        /// Sends.
        @Actor
        public void send(LLL_Result result) {
            result.r1 = BoundedChannelStress.send(channel, "a") + " " + BoundedChannelStress.send(channel, "b");
        }

        /// Receives.
        @Actor
        public void first(LLL_Result result) {
            result.r2 = receive(channel);
        }

        /// What the other one received.
        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = receiver.outcome();
        }
    }

    /// One sends while another closes, and a task receives: what was sent comes, and nothing else.
    @JCStressTest
    @Outcome(id = "sent, a, nothing", expect = ACCEPTABLE, desc = "sent before the close")
    @Outcome(id = "closed, end, nothing", expect = ACCEPTABLE, desc = "the close came first")
    @Outcome(expect = FORBIDDEN, desc = "sent and lost, or not sent and received")
    @State
    public static class SendAndClose {
        private final BoundedChannel<String> channel = new BoundedChannel<>(1);
        private final Receiver receiver = new Receiver(channel, 1);

        /// Sends.
        @Actor
        public void send(LLL_Result result) {
            result.r1 = BoundedChannelStress.send(channel, "a");
        }

        /// Closes.
        @Actor
        public void close() {
            channel.close();
        }

        /// What was received, and what is left.
        @Arbiter
        public void look(LLL_Result result) {
            result.r2 = receiver.outcome();
            result.r3 = left(channel);
        }
    }

    /// A task waits for a value while it is sent, and another one interrupts the wait.
    @JCStressTest
    @Outcome(id = "a, nothing", expect = ACCEPTABLE, desc = "received")
    @Outcome(id = "interrupted, a", expect = ACCEPTABLE, desc = "the wait ended first, and the value is there")
    @Outcome(expect = FORBIDDEN, desc = "the value was lost, or is there twice")
    @State
    public static class SendAndInterrupt {
        private final BoundedChannel<String> channel = new BoundedChannel<>(1);
        private final Receiver receiver = new Receiver(channel, 1);

        /// Sends.
        @Actor
        public void send() {
            if (!BoundedChannelStress.send(channel, "a").equals("sent")) {
                throw new AssertionError("there is room");
            }
        }

        /// Interrupts.
        @Actor
        public void interrupt() {
            receiver.interrupt();
        }

        /// How it ended.
        @Arbiter
        public void look(LL_Result result) {
            result.r1 = receiver.outcome();
            result.r2 = left(channel);
        }
    }

    /// One waits for room while a value is received, and its thread was interrupted.
    @JCStressTest
    @Outcome(id = "sent, a, b", expect = ACCEPTABLE, desc = "there was room in time")
    @Outcome(id = "interrupted, a, nothing", expect = ACCEPTABLE, desc = "not sent")
    @Outcome(expect = FORBIDDEN, desc = "not sent and there, or sent and lost")
    @State
    public static class InterruptedSendAndReceive {
        private final BoundedChannel<String> channel = full();

        /// Sends.
        @Actor
        public void send(LLL_Result result) {
            Thread.currentThread().interrupt();
            result.r1 = BoundedChannelStress.send(channel, "b");
            // Not the next test's business.
            boolean _ = Thread.interrupted();
        }

        /// Receives.
        @Actor
        public void receive(LLL_Result result) {
            result.r2 = left(channel);
        }

        /// What is left.
        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = left(channel);
        }
    }

    /// One of two tasks that wait is interrupted while two values are sent: its wakeup is passed on.
    @JCStressTest
    @Outcome(
            id = {"a, b, nothing", "b, a, nothing"},
            expect = ACCEPTABLE,
            desc = "each received one")
    @Outcome(id = "interrupted, a, b", expect = ACCEPTABLE, desc = "the other received one, and one is left")
    @Outcome(expect = FORBIDDEN, desc = "the value was lost, or is there twice")
    @State
    public static class InterruptedAndOther {
        private final BoundedChannel<String> channel = new BoundedChannel<>(1);
        private final Receiver one = new Receiver(channel, 1);
        private final Receiver other = new Receiver(channel, 1);

        /// Sends; the second finds room only if somebody was woken for the first.
        @Actor
        public void send() {
            String both = BoundedChannelStress.send(channel, "a") + " " + BoundedChannelStress.send(channel, "b");
            if (!both.equals("sent sent")) {
                throw new AssertionError(both);
            }
        }

        /// Interrupts.
        @Actor
        public void interrupt() {
            one.interrupt();
        }

        /// Who received what.
        @Arbiter
        public void look(LLL_Result result) {
            channel.close();
            result.r1 = one.outcome();
            result.r2 = other.outcome();
            result.r3 = left(channel);
        }
    }
}
