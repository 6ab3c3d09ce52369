package dev.minato.net.ready;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.SpinParker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/// What becomes ready stands in the queue, once, and whoever waits for the queue hears of it.
public final class ReadyQueueStress {
    private ReadyQueueStress() {}

    /// One socket in a queue.
    private static final class Watching {
        final WatchedSocket socket = new WatchedSocket();
        final ReadyQueue<String> arrivals = new ReadyQueue<>(new SpinParker(0));
        final WatchedDirection<String> watched =
                new WatchedDirection<>("it", socket, Interest.READABLE, new Handle(), arrivals);

        void arm() {
            try {
                watched.arm();
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        boolean lookAgain() {
            try {
                return watched.lookAgain(0);
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        int takeAll() {
            return arrivals.takeAll().size();
        }
    }

    /// Something comes while a socket is armed.
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it stands in the queue")
    @Outcome(expect = FORBIDDEN, desc = "it was missed, or stands there twice")
    @State
    public static class ArmDuringAnEvent {
        private final Watching watching = new Watching();

        /// Arms.
        @Actor
        public void arm() {
            watching.arm();
        }

        /// The event.
        @Actor
        public void event() {
            watching.socket.event();
        }

        /// How often it stands in the queue.
        @Arbiter
        public void look(I_Result result) {
            result.r1 = watching.takeAll();
        }
    }

    /// Something more comes while one takes what was ready, drains it, and arms it again.
    @JCStressTest
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "there is more, and it stands in the queue")
    @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "nothing is left, at the cost of another try")
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "nothing is left")
    @Outcome(expect = FORBIDDEN, desc = "there is more, and nobody hears of it")
    @State
    public static class EventDuringATurn {
        private final Watching watching = new Watching();

        /// It is ready, and stands in the queue.
        public EventDuringATurn() {
            watching.arm();
            watching.socket.event();
        }

        /// One turn of an event loop.
        @Actor
        public void turn() {
            if (watching.takeAll() != 1) {
                throw new AssertionError("it was ready");
            }
            watching.socket.drain();
            watching.arm();
        }

        /// More comes.
        @Actor
        public void event() {
            watching.socket.event();
        }

        /// What is left, and what the queue says.
        @Arbiter
        public void look(ZI_Result result) {
            result.r1 = watching.socket.isReady();
            result.r2 = watching.takeAll();
        }
    }

    /// A thread waits for the queue while something comes.
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it has it")
    @Outcome(expect = FORBIDDEN, desc = "it was woken for nothing")
    @State
    public static class WaitDuringAnEvent {
        private final Watching watching = new Watching();

        /// It is armed.
        public WaitDuringAnEvent() {
            watching.arm();
        }

        /// Waits and takes.
        @Actor
        public void await(I_Result result) {
            watching.arrivals.await(new Handle(), Deadline.NEVER);
            result.r1 = watching.takeAll();
        }

        /// The event.
        @Actor
        public void event() {
            watching.socket.event();
        }
    }

    /// The time of a wait is over, and it looks once more, while something that is there is told of.
    @JCStressTest
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "it was seen, and taken")
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "it is about to stand in the queue, and worth another wait")
    @Outcome(expect = FORBIDDEN, desc = "what is there was missed")
    @State
    public static class LastLookDuringAnEvent {
        private final Watching watching = new Watching();

        /// It is armed, and something is there that nobody was told of.
        public LastLookDuringAnEvent() {
            watching.arm();
            watching.socket.arrive();
        }

        /// Looks once more, and takes.
        @Actor
        public void look(ZI_Result result) {
            result.r1 = watching.lookAgain();
            result.r2 = watching.takeAll();
        }

        /// The event.
        @Actor
        public void event() {
            watching.socket.event();
        }
    }

    /// A socket is taken out of a set while something comes, or while it is armed.
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "it is gone")
    @Outcome(expect = FORBIDDEN, desc = "it is told of though it is gone")
    @State
    public static class CancelDuringAnEvent {
        private final Watching watching = new Watching();

        /// Arms, and something comes.
        @Actor
        public void armAndEvent() {
            watching.arm();
            watching.socket.event();
        }

        /// Cancels.
        @Actor
        public void cancel() {
            watching.watched.cancel();
        }

        /// Whether it stands in the queue all the same.
        @Arbiter
        public void look(I_Result result) {
            watching.socket.event();
            result.r1 = watching.takeAll();
        }
    }
}
