package dev.minato.platform.linux.sys;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.platform.kernel.StreamEnd;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.SpinParker;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/// The end of a stream, counted in the word of its descriptor.
public final class EndOfDescriptorStress {
    private EndOfDescriptorStress() {}

    /// A stream whose reset the kernel tells to one call.
    private static final class Stream implements RefCountedFd.Owner {
        final RefCountedFd descriptor = new RefCountedFd(7, this);
        final StreamEnd end = new StreamEnd(new SpinParker(0), descriptor);
        final AtomicBoolean error = new AtomicBoolean(true);
        volatile int releases;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // called once, which is what is looked at
        public void releaseDescriptor() {
            releases++;
        }

        @Override
        public void endDecided() {
            end.decided();
        }

        /// 1 for the reset, 0 for not now, -1 for the end.
        int read(int lane) {
            try {
                call(lane);
                return end.reached("read");
            } catch (NetException reset) {
                return 1;
            }
        }

        void call(int lane) throws NetException {
            long claim = descriptor.enter(lane);
            try {
                if (error.compareAndSet(true, false)) {
                    throw end.note(NetException.of(ErrorKind.CONNECTION_RESET, "read"));
                }
            } finally {
                descriptor.exit(claim);
            }
        }
    }

    /// Two calls meet a reset that the kernel tells to one of them: none of them takes it for a clean end.
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "the other one was not told yet")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "both failed")
    @Outcome(expect = FORBIDDEN, desc = "a clean end, or an end that is never decided")
    @State
    public static class TwoMeetAReset {
        private final Stream stream = new Stream();

        /// Reads.
        @Actor
        public void read(III_Result result) {
            result.r1 = stream.read(RefCountedFd.READING);
        }

        /// Reads too.
        @Actor
        public void readToo(III_Result result) {
            result.r2 = stream.read(RefCountedFd.READING);
        }

        /// Reads once more.
        @Arbiter
        public void look(III_Result result) {
            result.r3 = stream.read(RefCountedFd.READING);
        }
    }

    /// A call begins while the end is reached: who knew of the end does not put the decision off.
    @JCStressTest
    @Outcome(id = "true, -1", expect = ACCEPTABLE, desc = "it came late, and is not waited for")
    @Outcome(
            id = {"false, -1", "false, 0"},
            expect = ACCEPTABLE,
            desc = "it came before the end, or at the same time")
    @Outcome(expect = FORBIDDEN, desc = "whoever comes puts it off")
    @State
    public static class LateCall {
        private final Stream stream = new Stream();

        /// There is no failure.
        public LateCall() {
            stream.error.set(false);
        }

        /// Begins a call, which does not end.
        @Actor
        public void enter(ZI_Result result) {
            result.r1 = stream.descriptor.isEnding();
            long _ = stream.descriptor.enter(RefCountedFd.READING);
        }

        /// Reads the end.
        @Actor
        public void end() {
            int _ = stream.read(RefCountedFd.READING);
        }

        /// Asks for the end again.
        @Arbiter
        public void look(ZI_Result result) {
            try {
                result.r2 = stream.end.read("read");
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Two failures are noted: the first counts, for all and for good.
    @JCStressTest
    @Outcome(
            id = {"connection reset, connection reset, connection reset", "timed out, timed out, timed out"},
            expect = ACCEPTABLE,
            desc = "the first")
    @Outcome(expect = FORBIDDEN, desc = "not the same for all")
    @State
    public static class TwoFailures {
        private final Stream stream = new Stream();

        private static String kind(Stream stream) {
            try {
                return "end " + stream.end.endOf("read");
            } catch (NetException noted) {
                return noted.kind().toString();
            }
        }

        private static String note(Stream stream, ErrorKind kind) {
            var _ = stream.end.note(NetException.of(kind, "read"));
            return kind(stream);
        }

        /// Notes one.
        @Actor
        public void note(LLL_Result result) {
            result.r1 = note(stream, ErrorKind.CONNECTION_RESET);
        }

        /// Notes another.
        @Actor
        public void noteToo(LLL_Result result) {
            result.r2 = note(stream, ErrorKind.TIMED_OUT);
        }

        /// Looks.
        @Arbiter
        public void look(LLL_Result result) {
            result.r3 = kind(stream);
        }
    }

    /// A reader waits for the decision while a writer, which was told, leaves, and the socket is closed.
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the reader has the failure, the fd is released once")
    @Outcome(expect = FORBIDDEN, desc = "a clean end, or the fd is not released once; or a test that does not end")
    @State
    public static class ReaderWaitsForAWriter {
        private final Stream stream = new Stream();
        private final Handle handle = new Handle();

        /// Reads until it is decided.
        @Actor
        public void read(II_Result result) {
            int got = stream.read(RefCountedFd.READING);
            while (got == 0) {
                var _ = stream.end.await(handle, Deadline.NEVER);
                got = stream.read(RefCountedFd.READING);
            }
            result.r1 = got;
        }

        /// Writes, and is told or not.
        @Actor
        public void write() {
            try {
                stream.call(RefCountedFd.WRITING);
            } catch (NetException told) {
                // Noted.
            }
        }

        /// Closes.
        @Arbiter
        public void close(II_Result result) {
            if (stream.descriptor.refuse()) {
                result.r2 = stream.releases;
            }
        }
    }
}
