package dev.minato.platform.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.minato.error.NetException;
import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Sleeper;
import dev.minato.platform.wait.SpinParker;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// Nobody sleeps at a pipe that has bytes, or room, or its end for him. A lost wakeup shows as a test that does
/// not end.
public final class MemoryPipeStress {
    private MemoryPipeStress() {}

    /// A pipe, read and written as sockets do it: try, then wait.
    private static final class Pipe {
        private final MemoryPipe pipe;
        private final Handle handle = new Handle();

        Pipe(int capacity) {
            pipe = new MemoryPipe(new SpinParker(0), capacity);
        }

        /// Reads one byte; -1 at the end.
        int read() {
            try {
                int count = pipe.read(ByteBuffer.allocate(1));
                while (count == 0) {
                    pipe.readers.await(handle, Deadline.NEVER);
                    count = pipe.read(ByteBuffer.allocate(1));
                }
                return count;
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }

        /// Writes so many bytes, for which there is or will be room.
        int write(int length) {
            try {
                var bytes = ByteBuffer.allocate(length);
                while (pipe.write(bytes) == 0) {
                    pipe.writers.await(handle, Deadline.NEVER);
                }
                return bytes.position();
            } catch (NetException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// A byte comes while somebody begins to wait for it.
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it is read")
    @Outcome(expect = FORBIDDEN, desc = "something else is read")
    @State
    public static class ByteForAReader {
        private final Pipe pipe = new Pipe(1);

        /// Reads.
        @Actor
        public void read(I_Result result) {
            result.r1 = pipe.read();
        }

        /// Writes.
        @Actor
        public void write() {
            pipe.write(1);
        }
    }

    /// Room comes while somebody begins to wait for it.
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the byte before is read, and another one is written")
    @Outcome(expect = FORBIDDEN, desc = "a byte is lost, or there is one too many")
    @State
    public static class RoomForAWriter {
        private final Pipe pipe = new Pipe(1);

        /// The pipe is full.
        public RoomForAWriter() {
            pipe.write(1);
        }

        /// Reads.
        @Actor
        public void read(II_Result result) {
            result.r1 = pipe.read();
        }

        /// Writes.
        @Actor
        public void write(II_Result result) {
            result.r2 = pipe.write(1);
        }
    }

    /// Two bytes come at once, for one who sleeps and one who begins to wait: one event wakes one, who passes the
    /// wakeup on.
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each reads one")
    @Outcome(
            expect = FORBIDDEN,
            desc = "the sleeper sleeps on, or one reads something else; or a test that does not end")
    @State
    public static class BytesForTwoReaders {
        private final Pipe pipe = new Pipe(2);
        private final Sleeper sleeper = new Sleeper(pipe.pipe.readers);
        private boolean isUp;

        private int readIfWoken() {
            isUp = sleeper.isWoken();
            if (!isUp) {
                return 0;
            }
            sleeper.leave();
            return pipe.read();
        }

        /// Reads one.
        @Actor
        public void read(II_Result result) {
            result.r1 = pipe.read();
        }

        /// Writes both; the sleeper may go on then.
        @Actor
        public void write(II_Result result) {
            pipe.write(2);
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

    /// The end comes while somebody begins to wait.
    @JCStressTest
    @Outcome(id = "-1", expect = ACCEPTABLE, desc = "it is the end")
    @Outcome(expect = FORBIDDEN, desc = "something is read")
    @State
    public static class EndForAReader {
        private final Pipe pipe = new Pipe(1);

        /// Reads.
        @Actor
        public void read(I_Result result) {
            result.r1 = pipe.read();
        }

        /// Closes the writing side.
        @Actor
        public void close() {
            pipe.pipe.closeWriting(false);
        }
    }
}
