package dev.minato.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// The memory that code allocates once it is compiled.
public final class Allocation {
    private Allocation() {}

    /// Bytes that the calling thread allocates for a turn, in the round that took the least: the JIT decides when
    /// the steady state is reached.
    public static long ofTurn(int rounds, int turns, Threads.Body turn) throws Exception {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < turns; i++) {
                turn.run();
            }
            least = Math.min(least, (thread.getCurrentThreadAllocatedBytes() - before) / turns);
        }
        return least;
    }
}
