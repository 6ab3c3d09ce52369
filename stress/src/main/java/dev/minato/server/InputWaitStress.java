package dev.minato.server;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.net.ByteStream;
import dev.minato.net.MemoryStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLZ_Result;

/// A stop ends a wait for input, whenever it comes, and no handle stays open.
public final class InputWaitStress {
    private InputWaitStress() {}

    private static Object wait(InputWait input) {
        try {
            input.await();
            return "ready";
        } catch (NetException e) {
            return e.kind() == ErrorKind.CLOSED ? "closed" : e;
        }
    }

    /// A stream in memory, and whether the socket is closed once all known handles are.
    private static final class Socket {
        final MemoryStream.Pair pair = ByteStream.pair(1);
        final InputWait input = new InputWait(pair.first()::tryClone);

        void arrive() {
            try {
                pair.second().writeAll(new byte[1]);
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        void take() {
            try {
                pair.first().readExact(new byte[1]);
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        boolean isClosedWithItsHandle() {
            try {
                pair.first().close();
                return pair.second().read(java.nio.ByteBuffer.allocate(1)) == -1;
            } catch (NetException e) {
                return false;
            }
        }
    }

    /// The first wait, which makes its handle, and a stop.
    @JCStressTest
    @Outcome(id = "closed, null, true", expect = ACCEPTABLE, desc = "the wait ended")
    @Outcome(expect = FORBIDDEN, desc = "it did not, or a handle is left")
    @State
    public static class OneWait {
        private final Socket socket = new Socket();

        /// Waits.
        @Actor
        public void waits(LLZ_Result result) {
            result.r1 = InputWaitStress.wait(socket.input);
        }

        /// Stops it.
        @Actor
        public void stops() {
            socket.input.stop();
        }

        /// The peer reads the end if no handle is left.
        @Arbiter
        public void after(LLZ_Result result) {
            result.r3 = socket.isClosedWithItsHandle();
        }
    }

    /// Two waits that make a handle at once, where there is input.
    @JCStressTest
    @Outcome(id = "ready, ready, true", expect = ACCEPTABLE, desc = "both have heard of it")
    @Outcome(expect = FORBIDDEN, desc = "one failed, or a handle is left")
    @State
    public static class TwoWaits {
        private final Socket socket = new Socket();

        /// There is a byte.
        public TwoWaits() {
            socket.arrive();
        }

        /// Waits.
        @Actor
        public void first(LLZ_Result result) {
            result.r1 = InputWaitStress.wait(socket.input);
        }

        /// Waits.
        @Actor
        public void second(LLZ_Result result) {
            result.r2 = InputWaitStress.wait(socket.input);
        }

        /// The peer reads the end if no handle is left after a stop.
        @Arbiter
        public void after(LLZ_Result result) {
            socket.input.stop();
            socket.take();
            result.r3 = socket.isClosedWithItsHandle();
        }
    }

    /// Two waits that make a handle at once, one of them after it has stopped them all.
    @JCStressTest
    @Outcome(id = "closed, closed, true", expect = ACCEPTABLE, desc = "both waits ended")
    @Outcome(expect = FORBIDDEN, desc = "one did not, or a handle is left")
    @State
    public static class TwoWaitsAndAStop {
        private final Socket socket = new Socket();

        /// Waits.
        @Actor
        public void first(LLZ_Result result) {
            result.r1 = InputWaitStress.wait(socket.input);
        }

        /// Stops, and waits.
        @Actor
        public void second(LLZ_Result result) {
            socket.input.stop();
            result.r2 = InputWaitStress.wait(socket.input);
        }

        /// The peer reads the end if no handle is left.
        @Arbiter
        public void after(LLZ_Result result) {
            result.r3 = socket.isClosedWithItsHandle();
        }
    }
}
