package dev.minato.platform.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.schedules.Clock;
import dev.minato.schedules.PctAndPos;
import dev.minato.schedules.Signal;
import dev.minato.schedules.Threads;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.ConcurrencyTest;

/// Invariant: exactly one of wake, close, deadline and interrupt ends a wait, whoever woke it knows, nothing
/// ends a wait that was not meant, and an interrupt is never swallowed.
@ExtendWith(FrayTestExtension.class)
class WaiterSchedules {
    private final Clock clock = new Clock();
    private final WaitQueue queue = new WaitQueue(clock);
    private final Handle owner = new Handle();
    private final AtomicReference<@Nullable Waiter> joined = new AtomicReference<>();
    private final AtomicReference<@Nullable Outcome> ended = new AtomicReference<>();
    private final AtomicInteger wakes = new AtomicInteger();

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void oneOfTwoWakesAndTheDeadlineEndsTheWait() throws InterruptedException {
        Threads.runAll(() -> park(10), this::wake, this::wake, () -> clock.set(10));
        assertThat(ended.get()).isIn(Outcome.WOKEN, Outcome.TIMED_OUT);
        assertThat(wakes).hasValue(ended.get() == Outcome.WOKEN ? 1 : 0);
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void eitherAWakeOrAnInterruptEndsTheWait() throws InterruptedException {
        Thread waiting = Threads.start(() -> {
            park(Deadline.NEVER);
            if (ended.get() == Outcome.INTERRUPTED) {
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            }
        });
        Threads.runAll(this::wake, waiting::interrupt);
        waiting.join();
        assertThat(ended.get()).isIn(Outcome.WOKEN, Outcome.INTERRUPTED);
        assertThat(wakes).hasValue(ended.get() == Outcome.WOKEN ? 1 : 0);
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aWaitThatHeedsNoInterruptKeepsItForLater() throws InterruptedException {
        var signal = new Signal(clock);
        var kept = new AtomicBoolean();
        Thread waiting = Threads.start(() -> {
            signal.awaitUninterruptibly();
            kept.set(Thread.currentThread().isInterrupted());
        });
        waiting.interrupt();
        signal.raise();
        waiting.join();
        assertThat(kept).isTrue();
    }

    @ConcurrencyTest(iterations = 1000, scheduler = PctAndPos.class)
    void theDeadlineOfAnEarlierWaitEndsNoLaterOne() throws InterruptedException {
        var tokens = new Tokens(queue);
        Threads.runAll(
                () -> {
                    tokens.take(owner, 10);
                    assertThat(queue.await(owner, 20, () -> false)).isIn(Outcome.WOKEN, Outcome.CLOSED);
                },
                tokens::put,
                () -> {
                    clock.set(10);
                    queue.close();
                });
    }

    private void park(long deadline) {
        Waiter waiter = queue.join(owner);
        joined.set(waiter);
        ended.set(waiter.park(deadline));
        queue.leave(waiter, true);
    }

    private void wake() {
        Waiter waiter = joined.get();
        if (waiter != null && waiter.wake()) {
            wakes.incrementAndGet();
        }
    }
}
