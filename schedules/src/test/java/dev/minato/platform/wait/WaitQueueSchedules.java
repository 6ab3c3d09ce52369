package dev.minato.platform.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.schedules.Clock;
import dev.minato.schedules.PctAndPos;
import dev.minato.schedules.Threads;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.ConcurrencyTest;

/// Invariant: no wakeup is lost, what came in time wins over a deadline, and closing leaves no wait behind and
/// ends no other. A thread that waits for ever is a deadlock, which Fray reports.
@ExtendWith(FrayTestExtension.class)
class WaitQueueSchedules {
    private final Clock clock = new Clock();
    private final WaitQueue queue = new WaitQueue(clock);
    private final Tokens tokens = new Tokens(queue);
    private final Handle owner = new Handle();

    @ConcurrencyTest(iterations = 1000, scheduler = PctAndPos.class)
    void eachWaiterGetsItsToken() throws InterruptedException {
        Threads.runAll(this::takeOne, this::takeOne, () -> {
            tokens.put();
            tokens.put();
        });
    }

    @ConcurrencyTest(iterations = 1000, scheduler = PctAndPos.class)
    void whoLeavesWithoutUsingItsWakeupPassesItOn() throws InterruptedException {
        Waiter leaving = queue.join(owner);
        Threads.runAll(() -> queue.leave(leaving, false), this::takeOne, tokens::put);
    }

    @ConcurrencyTest(iterations = 1000, scheduler = PctAndPos.class)
    void aWakeupOfOneThatLeavesReachesTheNext() throws InterruptedException {
        Waiter leaving = queue.join(owner);
        Waiter next = queue.join(owner);
        Threads.runAll(
                () -> queue.leave(leaving, false),
                () -> assertThat(queue.wakeOne()).isTrue());
        assertThat(next.isWaiting()).isFalse();
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void anInterruptedWaiterLeavesTheWakeupToOthers() throws InterruptedException {
        Thread leaving = Threads.start(() -> takeOrGiveUp(Deadline.NEVER));
        Threads.runAll(this::takeOne, tokens::put, leaving::interrupt);
        leaving.join();
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aWaiterThatTimesOutLeavesTheWakeupToOthers() throws InterruptedException {
        Threads.runAll(() -> takeOrGiveUp(10), this::takeOne, tokens::put, () -> clock.set(10));
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void whatCameInTimeWinsOverTheDeadline() throws InterruptedException {
        Threads.runAll(() -> assertThat(tokens.take(owner, 10)).isEqualTo(Outcome.WOKEN), () -> {
            tokens.add();
            clock.set(10);
            tokens.tell();
        });
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aClosedHandleEndsItsWaitAndNoOther() throws InterruptedException {
        var other = new Handle();
        Threads.runAll(
                () -> assertThat(tokens.take(other, Deadline.NEVER)).isEqualTo(Outcome.CLOSED), this::takeOne, () -> {
                    other.close();
                    queue.close(other);
                    tokens.put();
                });
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aClosedQueueEndsAllWaits() throws InterruptedException {
        Threads.runAll(this::takeNothing, this::takeNothing, queue::close);
    }

    private void takeOne() {
        assertThat(tokens.take(owner, Deadline.NEVER)).isEqualTo(Outcome.WOKEN);
    }

    private void takeNothing() {
        assertThat(tokens.take(owner, Deadline.NEVER)).isEqualTo(Outcome.CLOSED);
    }

    /// Puts the token back if it got it before it had to give up: it is for the other thread.
    private void takeOrGiveUp(long deadline) {
        if (tokens.take(owner, deadline) == Outcome.WOKEN) {
            tokens.put();
        }
    }
}
