package dev.minato.platform.linux;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// A descriptor is closed once, and never while or before a call that uses it.
public final class DescriptorStress {
    private DescriptorStress() {}

    /// A descriptor's number, as the system sees it. Plain fields, so that it is also seen whether what came
    /// before the close is visible to the one who closes, as the memory of a call has to be.
    private static final class OpenNumber {
        int calls;
        boolean closed;

        /// A call: nothing wrong is 0.
        int use() {
            if (closed) {
                return 1;
            }
            calls++;
            Thread.onSpinWait();
            return closed ? 2 : 0;
        }
    }

    /// Two close.
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them closes")
    @Outcome(expect = FORBIDDEN, desc = "none, or both")
    @State
    public static class TwoClose {
        private final Descriptor descriptor = new Descriptor(7);

        /// Closes.
        @Actor
        public void close(ZZ_Result result) {
            result.r1 = descriptor.close();
        }

        /// Closes too.
        @Actor
        public void closeToo(ZZ_Result result) {
            result.r2 = descriptor.close();
        }
    }

    /// One calls while another closes.
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "the call was refused")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the close waited for the call, and sees what it did")
    @Outcome(expect = FORBIDDEN, desc = "the call met a closed number, or the close did not wait")
    @State
    public static class CallAndClose {
        private final Descriptor descriptor = new Descriptor(7);
        private final OpenNumber number = new OpenNumber();
        private boolean called;

        /// Calls.
        @Actor
        public void call(II_Result result) {
            int claim = descriptor.enter(Descriptor.READING);
            if (claim != Descriptor.REFUSED) {
                result.r1 = number.use();
                called = true;
                descriptor.exit(claim);
            }
        }

        /// Closes.
        @Actor
        public void close(II_Result result) {
            if (descriptor.close()) {
                result.r2 = number.calls;
                number.closed = true;
            }
        }

        /// Whether a call went on that the close did not see.
        @Arbiter
        public void look(II_Result result) {
            if (called && result.r2 == 0) {
                result.r1 = 3;
            }
        }
    }

    /// Two call in different directions and then close, both.
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "no call met a closed number")
    @Outcome(expect = FORBIDDEN, desc = "one did, or the number was closed twice, or never")
    @State
    public static class CallsThenCloses {
        private final Descriptor descriptor = new Descriptor(7);
        private volatile boolean closed;
        private volatile int wrongByReader;
        private volatile int wrongByWriter;
        private boolean closedByReader;
        private boolean closedByWriter;

        private int callOf(int lane) {
            int claim = descriptor.enter(lane);
            if (claim == Descriptor.REFUSED) {
                return 0;
            }
            int wrong = closed ? 1 : 0;
            Thread.onSpinWait();
            wrong += closed ? 1 : 0;
            descriptor.exit(claim);
            return wrong;
        }

        private boolean close() {
            boolean mine = descriptor.close();
            closed |= mine;
            return mine;
        }

        /// Reads and closes.
        @Actor
        public void read() {
            wrongByReader = callOf(Descriptor.READING);
            closedByReader = close();
        }

        /// Writes and closes.
        @Actor
        public void write() {
            wrongByWriter = callOf(Descriptor.WRITING);
            closedByWriter = close();
        }

        /// What went wrong.
        @Arbiter
        public void look(I_Result result) {
            result.r1 = wrongByReader + wrongByWriter + (closedByReader == closedByWriter ? 10 : 0);
        }
    }

    /// Two call in one direction at once: the lane, and with it the memory, belongs to one at a time.
    @JCStressTest
    @Outcome(id = "true, true, 0", expect = ACCEPTABLE, desc = "one after the other")
    @Outcome(
            id = {"true, false, 0", "false, true, 0"},
            expect = ACCEPTABLE,
            desc = "the other brought its own memory")
    @Outcome(expect = FORBIDDEN, desc = "both had the lane, or none, or one was refused")
    @State
    public static class OneLane {
        private final Descriptor descriptor = new Descriptor(7);
        private int memory;
        private int clashes;

        private boolean callWith(int mark) {
            int claim = descriptor.enter(Descriptor.READING);
            if (claim == Descriptor.REFUSED) {
                throw new AssertionError("refused");
            }
            if (claim == Descriptor.READING) {
                memory = mark;
                Thread.onSpinWait();
                clashes += memory == mark ? 0 : 1;
            }
            descriptor.exit(claim);
            return claim == Descriptor.READING;
        }

        /// Calls.
        @Actor
        public void call(ZZI_Result result) {
            result.r1 = callWith(1);
        }

        /// Calls too.
        @Actor
        public void callToo(ZZI_Result result) {
            result.r2 = callWith(2);
        }

        /// Whether both used the memory at once, and whether the count of calls is right: else this never ends.
        @Arbiter
        public void look(ZZI_Result result) {
            descriptor.close();
            result.r3 = clashes;
        }
    }
}
