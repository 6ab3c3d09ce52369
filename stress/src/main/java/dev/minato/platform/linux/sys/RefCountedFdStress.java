package dev.minato.platform.linux.sys;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/// A descriptor is closed once, and never while or before a call that uses it.
public final class RefCountedFdStress {
    private RefCountedFdStress() {}

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

    /// What is released, and by then has been called, once.
    private static final class Released implements RefCountedFd.Owner {
        final RefCountedFd descriptor = new RefCountedFd(7, this);
        final OpenNumber number = new OpenNumber();
        int releases;
        int callsBefore;

        @Override
        public void releaseDescriptor() {
            releases++;
            callsBefore = number.calls;
            number.closed = true;
        }

        /// A call: 0 if nothing was wrong or it was refused.
        int call(int lane) {
            long claim = descriptor.enter(lane);
            if (claim == RefCountedFd.REFUSED) {
                return 0;
            }
            int wrong = number.use();
            descriptor.exit(claim);
            return wrong;
        }
    }

    /// Two close.
    @JCStressTest
    @Outcome(
            id = {"true, false, 1", "false, true, 1"},
            expect = ACCEPTABLE,
            desc = "one of them refuses calls, and the descriptor is released once")
    @Outcome(expect = FORBIDDEN, desc = "none, or both")
    @State
    public static class TwoClose {
        private final Released owner = new Released();

        /// Closes.
        @Actor
        public void close(ZZI_Result result) {
            result.r1 = owner.descriptor.refuse();
        }

        /// Closes too.
        @Actor
        public void closeToo(ZZI_Result result) {
            result.r2 = owner.descriptor.refuse();
        }

        /// How often it was released.
        @Arbiter
        public void look(ZZI_Result result) {
            result.r3 = owner.releases;
        }
    }

    /// One calls while another closes: whoever is out last releases.
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "the call was refused")
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "the release came after the call, and saw what it did")
    @Outcome(expect = FORBIDDEN, desc = "the call met a closed number, or it was not released once")
    @State
    public static class CallAndClose {
        private final Released owner = new Released();

        /// Calls.
        @Actor
        public void call(III_Result result) {
            result.r1 = owner.call(RefCountedFd.READING);
        }

        /// Closes.
        @Actor
        public void close() {
            owner.descriptor.refuse();
        }

        /// What the release saw, and whether a call went on that it did not see.
        @Arbiter
        public void look(III_Result result) {
            result.r2 = owner.callsBefore;
            result.r3 = owner.releases;
            if (owner.number.calls != owner.callsBefore) {
                result.r1 = 3;
            }
        }
    }

    /// Two call in different directions and then close, both.
    @JCStressTest
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "no call met a closed number")
    @Outcome(expect = FORBIDDEN, desc = "one did, or the number was released twice, or never")
    @State
    public static class CallsThenCloses {
        private final Released owner = new Released();
        private volatile int wrongByReader;
        private volatile int wrongByWriter;

        /// Reads and closes.
        @Actor
        public void read() {
            wrongByReader = owner.call(RefCountedFd.READING);
            owner.descriptor.refuse();
        }

        /// Writes and closes.
        @Actor
        public void write() {
            wrongByWriter = owner.call(RefCountedFd.WRITING);
            owner.descriptor.refuse();
        }

        /// What went wrong.
        @Arbiter
        public void look(II_Result result) {
            result.r1 = wrongByReader + wrongByWriter;
            result.r2 = owner.releases;
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
        private final Released owner = new Released();
        private final RefCountedFd descriptor = owner.descriptor;
        private int memory;
        private int clashes;

        private boolean callWith(int mark) {
            long claim = descriptor.enter(RefCountedFd.READING);
            if (claim == RefCountedFd.REFUSED) {
                throw new AssertionError("refused");
            }
            if (RefCountedFd.laneOf(claim) == RefCountedFd.READING) {
                memory = mark;
                Thread.onSpinWait();
                clashes += memory == mark ? 0 : 1;
            }
            descriptor.exit(claim);
            return RefCountedFd.laneOf(claim) == RefCountedFd.READING;
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

        /// Whether both used the memory at once, and whether the count of calls is right: else nothing is
        /// released.
        @Arbiter
        public void look(ZZI_Result result) {
            descriptor.refuse();
            result.r3 = clashes + (owner.releases == 1 ? 0 : 10);
        }
    }
}
