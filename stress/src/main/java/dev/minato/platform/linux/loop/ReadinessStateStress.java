package dev.minato.platform.linux.loop;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Sleeper;
import dev.minato.platform.wait.SpinParker;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// What epoll said is not forgotten, and nobody sleeps while there is something for him.
public final class ReadinessStateStress {
    private ReadinessStateStress() {}

    /// A socket with a readiness state: the system has bytes, and says so after they came.
    private static final class Socket {
        final ReadinessState readiness = new ReadinessState(new SpinParker(0));
        final AtomicInteger bytes = new AtomicInteger();

        /// The peer sends, and the loop hears of it.
        void arrive(int count) {
            bytes.addAndGet(count);
            readiness.event(false);
        }

        /// Reads with room for `length`.
        int read(int length) {
            long tick = readiness.tick();
            int count = bytes.getAndUpdate(now -> now - Math.min(now, length));
            int got = Math.min(count, length);
            readiness.endTry(tick, got < length);
            return got;
        }
    }

    /// Bytes come while a read finds too few.
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "bytes are left, and known of")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "nothing is left, at the cost of another try")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "nothing is left")
    @Outcome(expect = FORBIDDEN, desc = "bytes are left, and nobody knows")
    @State
    public static class EventDuringAShortRead {
        private final Socket socket = new Socket();

        /// Something is there.
        public EventDuringAShortRead() {
            socket.arrive(1);
        }

        /// Reads.
        @Actor
        public void read() {
            int ignored = socket.read(10);
            if (ignored == 0) {
                throw new AssertionError("there was a byte");
            }
        }

        /// More comes.
        @Actor
        public void arrive() {
            socket.arrive(1);
        }

        /// What is left, and what is known of it.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r1 = socket.bytes.get() > 0;
            result.r2 = socket.readiness.isReady();
        }
    }

    /// The end comes while a read finds too few bytes.
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the end is known of, for good and without doubt")
    @Outcome(expect = FORBIDDEN, desc = "the end was forgotten")
    @State
    public static class EndDuringAShortRead {
        private final Socket socket = new Socket();

        /// Reads, twice.
        @Actor
        public void read() {
            if (socket.read(10) + socket.read(10) != 0) {
                throw new AssertionError("no bytes were there");
            }
        }

        /// The end.
        @Actor
        public void end() {
            socket.readiness.event(true);
        }

        /// What is known of it.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r1 = socket.readiness.isReady();
            result.r2 = socket.readiness.isUnconfirmed();
        }
    }

    /// A thread begins to wait while bytes come.
    @JCStressTest
    @Outcome(id = "WOKEN", expect = ACCEPTABLE, desc = "before or after")
    @Outcome(expect = FORBIDDEN, desc = "the bytes came and the thread sleeps")
    @State
    public static class WaitAndEvent {
        private final ReadinessState readiness = new ReadinessState(new SpinParker(0));

        /// Waits.
        @Actor
        public void await(L_Result result) {
            result.r1 = readiness.await(new Handle(), Deadline.NEVER);
        }

        /// The event.
        @Actor
        public void event() {
            readiness.event(false);
        }
    }

    /// Two bytes come as one event, for one who sleeps and one who begins to wait, and each reads one.
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each has one")
    @Outcome(expect = FORBIDDEN, desc = "the sleeper sleeps on; or a test that does not end")
    @State
    public static class OneEventForTwo {
        private final Socket socket = new Socket();
        private final Sleeper sleeper = new Sleeper(socket.readiness);
        private boolean isUp;

        private int readIfWoken() {
            isUp = sleeper.isWoken();
            if (!isUp) {
                return 0;
            }
            sleeper.leave();
            return socket.read(1);
        }

        /// Reads.
        @Actor
        public void read(II_Result result) {
            int got = socket.read(1);
            while (got == 0) {
                socket.readiness.await(new Handle(), Deadline.NEVER);
                got = socket.read(1);
            }
            result.r1 = got;
        }

        /// They come; the sleeper may go on then.
        @Actor
        public void arrive(II_Result result) {
            socket.arrive(2);
            result.r2 = readIfWoken();
        }

        /// The sleeper goes on, if it has not.
        @Arbiter
        public void look(II_Result result) {
            if (!isUp) {
                result.r2 = readIfWoken();
            }
        }
    }

    /// One thread waits for two bytes that come as two events: its second wait begins with one compare-and-set,
    /// and the tick of the second event is no more than released.
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "it has both")
    @Outcome(expect = FORBIDDEN, desc = "one is missing; or a test that does not end")
    @State
    public static class TwoEventsForOne {
        private final Socket socket = new Socket();
        private final Handle handle = new Handle();

        /// Reads.
        @Actor
        public void read(I_Result result) {
            for (int got = 0; got < 2; ) {
                got += socket.read(10);
                result.r1 = got;
                if (got < 2) {
                    socket.readiness.await(handle, Deadline.NEVER);
                }
            }
        }

        /// Two come.
        @Actor
        public void arrive() {
            socket.arrive(1);
            socket.arrive(1);
        }
    }

    /// A waiter is woken and its wait is closed at the same time, while another waits behind it.
    @JCStressTest
    @Outcome(id = "WOKEN, 1", expect = ACCEPTABLE, desc = "the first has it")
    @Outcome(id = "CLOSED, 0", expect = ACCEPTABLE, desc = "it is left, and known of")
    @Outcome(expect = FORBIDDEN, desc = "it is gone")
    @State
    public static class EventAndClose {
        private final ReadinessState readiness = new ReadinessState(new SpinParker(0));
        private final Handle handle = new Handle();

        /// Waits and uses what there is.
        @Actor
        public void await(LI_Result result) {
            result.r1 = readiness.await(handle, Deadline.NEVER);
            if (result.r1 == dev.minato.platform.wait.Outcome.WOKEN) {
                readiness.clearReadiness(readiness.tick());
            }
        }

        /// The event, and then the close.
        @Actor
        public void eventAndClose() {
            readiness.event(false);
            handle.close();
            readiness.abandon(handle);
        }

        /// Whether it was used.
        @Arbiter
        public void look(LI_Result result) {
            result.r2 = readiness.isReady() ? 0 : 1;
        }
    }

    /// The registration ends for now while a thread begins to wait, and another one sleeps.
    @JCStressTest
    @Outcome(id = "WOKEN, 1", expect = ACCEPTABLE, desc = "both go and register anew")
    @Outcome(expect = FORBIDDEN, desc = "one waits for events that never come; or a test that does not end")
    @State
    public static class PauseDuringTheBeginOfAWait {
        private final ReadinessState readiness = new ReadinessState(new SpinParker(0));
        private final Sleeper sleeper = new Sleeper(readiness);

        /// Waits.
        @Actor
        public void await(LI_Result result) {
            result.r1 = readiness.await(new Handle(), Deadline.NEVER);
        }

        /// Ends it, in the order of the registration.
        @Actor
        public void pause() {
            readiness.setUnheard(true);
            readiness.wakeAll();
        }

        /// Whether the sleeper was woken.
        @Arbiter
        public void look(LI_Result result) {
            result.r2 = sleeper.isWoken() ? 1 : 0;
        }
    }
}
