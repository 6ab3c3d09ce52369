package dev.minato.examples;

import java.time.Duration;

/// Waiting for threads that have been told to end.
final class Threads {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Threads() {}

    static void join(Thread thread) {
        try {
            if (!thread.join(PATIENCE)) {
                throw new AssertionError(thread + " does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for " + thread, e);
        }
    }
}
