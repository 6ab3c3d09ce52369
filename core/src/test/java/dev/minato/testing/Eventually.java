package dev.minato.testing;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waiting for something that another thread, or the system, is about to do; never for time to pass.
public final class Eventually {
    /// How long anything may take before a test fails; generous, since it is only ever used up by a failure.
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long BETWEEN_LOOKS = 200_000;

    private Eventually() {}

    /// Something to look at again and again.
    @FunctionalInterface
    public interface Condition {
        /// Whether it has come about.
        boolean holds() throws Exception;
    }

    /// Returns once `condition` holds; fails, naming `what`, if that takes too long.
    public static void holds(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not so after " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
    }

    /// Makes a call of an interrupted thread until it need not wait, which such a thread cannot: what another socket
    /// has sent arrives a moment later.
    public static <T> T withoutWait(Callable<T> call) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (; ; ) {
            try {
                return call.call();
            } catch (NetException e) {
                if (e.kind() != ErrorKind.INTERRUPTED || System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    /// As [#holds], on a thread that is not left meanwhile, so that an event loop that runs the caller runs nothing
    /// else.
    public static void holdsOnTheSpot(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos() / 2;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still not so: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
