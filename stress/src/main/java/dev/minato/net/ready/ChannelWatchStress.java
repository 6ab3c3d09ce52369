package dev.minato.net.ready;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.NetException;
import dev.minato.platform.Interest;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.SpinParker;
import dev.minato.task.BoundedChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/// Whoever watches a channel hears of a value, of room, and of the close.
public final class ChannelWatchStress {
    private ChannelWatchStress() {}

    /// One direction of a channel in a queue.
    private static final class Watching {
        final BoundedChannel<String> channel = new BoundedChannel<>(1);
        final ReadyQueue<String> arrivals = new ReadyQueue<>(new SpinParker(0));
        final WatchedDirection<String> watched;

        Watching(Interest interest) {
            watched = new WatchedDirection<>("it", channel.readinessSource(), interest, new Handle(), arrivals);
        }

        void send() {
            try {
                if (!channel.trySend("a")) {
                    throw new AssertionError("there is room");
                }
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        void arm() {
            try {
                watched.arm();
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        int takeAll() {
            return arrivals.takeAll().size();
        }
    }

    /// A value comes while a channel is armed.
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it stands in the queue")
    @Outcome(expect = FORBIDDEN, desc = "it was missed, or stands there twice")
    @State
    public static class ArmDuringASend {
        private final Watching watching = new Watching(Interest.READABLE);

        /// Arms.
        @Actor
        public void arm() {
            watching.arm();
        }

        /// Sends.
        @Actor
        public void send() {
            watching.send();
        }

        /// How often it stands in the queue.
        @Arbiter
        public void look(I_Result result) {
            result.r1 = watching.takeAll();
        }
    }

    /// Room comes while a channel is armed.
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it stands in the queue")
    @Outcome(expect = FORBIDDEN, desc = "it was missed, or stands there twice")
    @State
    public static class ArmDuringAReceive {
        private final Watching watching = new Watching(Interest.WRITABLE);

        /// It is full.
        public ArmDuringAReceive() {
            watching.send();
        }

        /// Arms.
        @Actor
        public void arm() {
            watching.arm();
        }

        /// Receives.
        @Actor
        public void receive() {
            if (watching.channel.tryReceive().isEmpty()) {
                throw new AssertionError("there is a value");
            }
        }

        /// How often it stands in the queue.
        @Arbiter
        public void look(I_Result result) {
            result.r1 = watching.takeAll();
        }
    }

    /// A channel is closed while it is armed.
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it stands in the queue")
    @Outcome(expect = FORBIDDEN, desc = "it was missed, or stands there twice")
    @State
    public static class ArmDuringAClose {
        private final Watching watching = new Watching(Interest.READABLE);

        /// Arms.
        @Actor
        public void arm() {
            watching.arm();
        }

        /// Closes.
        @Actor
        public void close() {
            watching.channel.close();
        }

        /// How often it stands in the queue.
        @Arbiter
        public void look(I_Result result) {
            result.r1 = watching.takeAll();
        }
    }

    /// A second value comes while one takes what was ready, receives it, and arms the channel again.
    @JCStressTest
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "there is more, and it stands in the queue")
    @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "it was full when the second one came")
    @Outcome(expect = FORBIDDEN, desc = "there is more, and nobody hears of it")
    @State
    public static class SendDuringATurn {
        private final Watching watching = new Watching(Interest.READABLE);

        /// It is ready, and stands in the queue.
        public SendDuringATurn() {
            watching.arm();
            watching.send();
        }

        /// One turn of an event loop.
        @Actor
        public void turn() {
            if (watching.takeAll() != 1 || watching.channel.tryReceive().isEmpty()) {
                throw new AssertionError("it was ready");
            }
            watching.arm();
        }

        /// Sends, if there is room.
        @Actor
        public void send() {
            try {
                boolean _ = watching.channel.trySend("b");
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        /// Whether there is more, and how often it stands in the queue.
        @Arbiter
        public void look(ZI_Result result) {
            result.r1 = watching.channel.size() > 0;
            result.r2 = watching.takeAll();
        }
    }
}
