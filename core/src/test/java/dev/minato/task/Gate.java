package dev.minato.task;

import java.util.concurrent.CountDownLatch;

/// Holds tasks up until it is opened, or they are interrupted.
final class Gate {
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);

    void open() {
        open.countDown();
    }

    void pass() throws InterruptedException {
        reached.countDown();
        open.await();
    }

    /// Until the gate is open, whatever happens; the flag is set again.
    void passUninterruptibly() {
        reached.countDown();
        boolean interrupted = false;
        while (open.getCount() > 0) {
            try {
                open.await();
            } catch (InterruptedException ignored) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    <T> T passWith(T result) throws InterruptedException {
        pass();
        return result;
    }

    /// Returns once somebody stands before the gate.
    void awaitReached() throws InterruptedException {
        reached.await();
    }
}
