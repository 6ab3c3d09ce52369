package dev.minato.platform.linux.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.platform.linux.sys.Errno;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// One has the right to read at a time, and what came is taken once.
public final class InboundStress {
    private static final int FAILURE = -104;

    private InboundStress() {}

    /// The end that a failure stands for is a piece without a buffer, so that no ring is needed.
    private static Inbound full() {
        var inbound = new Inbound();
        if (!inbound.arm() || !inbound.received(FAILURE)) {
            throw new AssertionError("it was empty");
        }
        return inbound;
    }

    /// A read of the kernel, and a wait that has the ring read.
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "one, or one after the other")
    @Outcome(expect = FORBIDDEN, desc = "nobody reads")
    @State
    public static class ClaimAndArm {
        private final Inbound inbound = new Inbound();
        private int reading;
        private int both;

        /// Reads.
        @Actor
        public void claim(ZZ_Result result) {
            result.r1 = inbound.claim();
            if (result.r1) {
                reading = 1;
                Thread.onSpinWait();
                reading = 0;
                boolean _ = inbound.release();
            }
        }

        /// Has the ring read, which would do so beside a reader.
        @Actor
        public void arm(ZZ_Result result) {
            result.r2 = inbound.arm();
            if (result.r2) {
                both = reading;
            }
        }

        /// Nobody read meanwhile.
        @Arbiter
        public void look(ZZ_Result result) {
            if (both != 0) {
                result.r1 = false;
                result.r2 = false;
            }
        }
    }

    /// Two take what has come.
    @JCStressTest
    @Outcome(
            id = {"-104, 0", "0, -104"},
            expect = ACCEPTABLE,
            desc = "one of them gets it")
    @Outcome(expect = FORBIDDEN, desc = "both, or none")
    @State
    public static class TwoTake {
        private final Inbound inbound = full();

        private int take() {
            if (!inbound.claim()) {
                return 0;
            }
            int taken = inbound.hasPiece() ? inbound.take(ByteBuffer.allocate(0), 1, 0) : 0;
            boolean _ = inbound.release();
            return taken;
        }

        /// Takes.
        @Actor
        public void first(II_Result result) {
            result.r1 = take();
        }

        /// Takes, too.
        @Actor
        public void second(II_Result result) {
            result.r2 = take();
        }
    }

    /// A close while somebody reads: the right is not given again.
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, false"},
            expect = ACCEPTABLE,
            desc = "closed, whether it was read before or not")
    @Outcome(expect = FORBIDDEN, desc = "read after the close")
    @State
    public static class CloseAndClaim {
        private final Inbound inbound = full();

        /// Reads.
        @Actor
        public void read(ZZ_Result result) {
            result.r1 = inbound.claim();
            if (result.r1) {
                boolean _ = inbound.release();
            }
        }

        /// Closes.
        @Actor
        public void close() {
            int _ = inbound.close();
        }

        /// What a later read gets.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = inbound.claim();
        }
    }

    /// A receive that brought nothing, while another wants to read: the right is his until he gives it back.
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "he who got it, or else a later one")
    @Outcome(expect = FORBIDDEN, desc = "two at once, or nobody any more")
    @State
    public static class NothingAndClaim {
        private final Inbound inbound = new Inbound();

        /// Has the ring read before.
        public NothingAndClaim() {
            if (!inbound.arm()) {
                throw new AssertionError("it was empty");
            }
        }

        /// Ends the receive.
        @Actor
        public void nothing() {
            boolean _ = inbound.received(-Errno.ECANCELED);
        }

        /// Begins to read.
        @Actor
        public void claim(ZZ_Result result) {
            result.r1 = inbound.claim();
        }

        /// Begins to read while he still does, or not.
        @Arbiter
        public void look(ZZ_Result result) {
            result.r2 = inbound.claim();
        }
    }
}
