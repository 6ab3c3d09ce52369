package dev.minato.platform.wait;

import java.util.concurrent.atomic.AtomicInteger;

/// What is waited for in the tests of the queue: each token is taken by one thread.
final class Tokens {
    final WaitQueue queue;
    private final AtomicInteger there = new AtomicInteger();

    Tokens(WaitQueue queue) {
        this.queue = queue;
    }

    void put() {
        add();
        tell();
    }

    void add() {
        there.incrementAndGet();
    }

    void tell() {
        queue.wakeOne();
    }

    boolean areThere() {
        return there.get() > 0;
    }

    /// Waits for one and takes it; anything but WOKEN if the wait ended otherwise.
    Outcome take(Handle owner, long deadline) {
        for (; ; ) {
            Outcome outcome = queue.await(owner, deadline, this::areThere);
            if (outcome != Outcome.WOKEN || tryTake()) {
                return outcome;
            }
        }
    }

    private boolean tryTake() {
        int seen = there.get();
        return seen > 0 && there.compareAndSet(seen, seen - 1);
    }
}
