package dev.minato.pool;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;

/// A buffer of the pool belongs to whoever took it, until he gives it back.
public final class BufferPoolStress {
    private BufferPoolStress() {}

    /// Two take a buffer each, of the one that is free, write into it and give it back.
    @JCStressTest
    @Outcome(id = "1, 2, true", expect = ACCEPTABLE, desc = "each read what it wrote")
    @Outcome(expect = FORBIDDEN, desc = "both had the same buffer, or the pool has it twice")
    @State
    public static class TwoTakers {
        private final BufferPool pool = new BufferPool();

        /// A pool with one free buffer.
        public TwoTakers() {
            boolean _ = pool.release(pool.allocate(1));
        }

        private int use(int mark) {
            ByteBuffer buffer = pool.allocate(1).clear();
            buffer.putInt(mark).flip();
            int read = buffer.getInt();
            boolean _ = pool.release(buffer);
            return read;
        }

        /// Uses a buffer.
        @Actor
        public void first(IIZ_Result result) {
            result.r1 = use(1);
        }

        /// Uses a buffer, too.
        @Actor
        public void second(IIZ_Result result) {
            result.r2 = use(2);
        }

        /// Whether the pool gives out different ones.
        @Arbiter
        @SuppressWarnings("ReferenceEquality") // equal bytes in another buffer are another buffer
        public void look(IIZ_Result result) {
            ByteBuffer one = pool.allocate(1);
            ByteBuffer other = pool.allocate(1);
            result.r3 = one != other;
        }
    }
}
