package dev.minato.platform.lookup;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Daemon threads for calls that may block for long and cannot be interrupted, with a bounded queue.
///
/// A thread whose call everybody has given up is replaced while the call lasts, up to a larger bound: then
/// those that wait in the queue go on.
final class LookupThreads {
    private static final int QUEUE = 1_024;

    private final int usual;
    private final int max;
    private final ThreadPoolExecutor threads;

    /// How many threads are in a call that was given up. Guarded by this.
    private int stuck;

    /// @param usual how many calls are made at once
    /// @param max how many threads there are at most, those in calls that were given up included
    LookupThreads(String name, int usual, int max) {
        this.usual = usual;
        this.max = max;
        this.threads = new ThreadPoolExecutor(
                usual,
                usual,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUE),
                Thread.ofPlatform().daemon().name(name, 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// Makes the call as soon as a thread is free. `RejectedExecutionException` if too many wait already.
    void execute(Runnable call) {
        threads.execute(call);
    }

    /// Takes a call out of the queue that nobody waits for any more.
    void remove(Runnable call) {
        threads.remove(call);
    }

    /// Notes that a call in progress was given up: another thread takes its place.
    synchronized void gaveUp() {
        stuck++;
        resize();
    }

    /// Notes that a call that was given up has come back.
    synchronized void cameBack() {
        stuck--;
        resize();
    }

    private void resize() {
        // A call may come back before it is noted as given up.
        int size = Math.clamp(usual + stuck, usual, max);
        // The core is never to be larger than the maximum, not even in between.
        if (size > threads.getMaximumPoolSize()) {
            threads.setMaximumPoolSize(size);
            threads.setCorePoolSize(size);
        } else {
            threads.setCorePoolSize(size);
            threads.setMaximumPoolSize(size);
        }
    }
}
