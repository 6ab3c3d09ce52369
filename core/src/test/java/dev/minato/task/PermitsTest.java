package dev.minato.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Permits are never more than there are, never lost, and given in turn.
@Timeout(60)
class PermitsTest {
    @Test
    void asManyAsThereAreAreTakenWithoutWaiting() throws Exception {
        var permits = new Permits(2);
        permits.acquire();
        assertThat(permits.tryAcquire()).isTrue();
        assertThat(permits.tryAcquire()).isFalse();
        assertThat(permits.available()).isZero();
        permits.release();
        assertThat(permits.available()).isEqualTo(1);
    }

    @Test
    void interruptedThreadTakesAPermitThatIsFree() throws Exception {
        var permits = new Permits(1);
        Thread.currentThread().interrupt();
        permits.acquire();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(permits.available()).isZero();
    }

    @Test
    void thoseThatWaitGetTheirTurnInOrder() throws Exception {
        var permits = new Permits(1);
        permits.acquire();
        BlockingQueue<Integer> order = new LinkedBlockingQueue<>();
        try (var group = new TaskGroup()) {
            for (int i = 0; i < 10; i++) {
                int number = i;
                awaitWaiting(group.spawn(() -> takeAndNote(permits, number, order)), permits, i + 1);
            }
            permits.release();
            var seen = new ArrayList<Integer>();
            for (int i = 0; i < 10; i++) {
                seen.add(order.poll(10, TimeUnit.SECONDS));
            }
            assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
        assertThat(permits.available()).isEqualTo(1);
    }

    private static void takeAndNote(Permits permits, int number, BlockingQueue<Integer> order) throws Exception {
        permits.acquire();
        order.add(number);
        permits.release();
    }

    /// Waits until so many stand in line, `task` as the last.
    private static void awaitWaiting(Task<?> task, Permits permits, int count) {
        while (permits.waiting() < count) {
            assertThat(task.isFinished()).isFalse();
            Thread.onSpinWait();
        }
    }

    @Test
    void closingEndsTheWaitsAndEveryLaterOne() throws Exception {
        var permits = new Permits(1);
        permits.acquire();
        try (var group = new TaskGroup()) {
            Task<ErrorKind> waiting = group.spawn(() -> refusal(permits));
            awaitWaiting(waiting, permits, 1);
            permits.close();
            assertThat(waiting.join()).isEqualTo(ErrorKind.CLOSED);
        }
        assertThat(permits.waiting()).isZero();
        permits.release();
        assertThat(permits.available()).isEqualTo(1);
        assertThat(refusal(permits)).isEqualTo(ErrorKind.CLOSED);
        assertThat(permits.tryAcquire()).isFalse();
        permits.close();
    }

    private static ErrorKind refusal(Permits permits) throws InterruptedException {
        try {
            permits.acquire();
            throw new AssertionError("a permit was given");
        } catch (NetException e) {
            return e.kind();
        }
    }

    @Test
    void deadlineEndsTheWaitAndTakesNothing() throws Exception {
        var permits = new Permits(1);
        permits.acquire();
        assertThatExceptionOfType(NetException.class)
                .isThrownBy(() -> Tasks.runWithDeadline(Duration.ofMillis(1), permits::acquire))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED))
                .withMessage("acquire: deadline exceeded: 1 ms");
        permits.release();
        assertThat(permits.tryAcquire()).isTrue();
    }

    @Test
    void interruptEndsTheWaitAndClearsTheFlag() throws Exception {
        var permits = new Permits(1);
        permits.acquire();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(permits::acquire);
        assertThat(Thread.interrupted()).isFalse();
        permits.release();
        assertThat(permits.available()).isEqualTo(1);
    }

    @Test
    void whoeverGivesUpIsPassedOver() throws Exception {
        var permits = new Permits(1);
        permits.acquire();
        try (var group = new TaskGroup()) {
            Task<?> first = group.spawn(permits::acquire);
            awaitWaiting(first, permits, 1);
            Task<?> second = group.spawn(permits::acquire);
            awaitWaiting(second, permits, 2);
            first.cancel();
            while (permits.waiting() == 2) {
                Thread.onSpinWait();
            }
            permits.release();
            second.join();
        }
        assertThat(permits.available()).isZero();
    }

    /// Half of the tasks are cancelled at a moment when they may, or may not, have got their permit.
    @Test
    void noPermitIsLostOrMadeWhenWaitsAreCancelled() throws Exception {
        var permits = new Permits(3);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        try (var group = new TaskGroup()) {
            for (int round = 0; round < 300; round++) {
                List<Task<?>> tasks = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    tasks.add(group.spawn(() -> work(permits, inside, most)));
                }
                for (int i = 0; i < 20; i += 2) {
                    tasks.get(i).cancel();
                }
            }
            group.join();
        }
        assertThat(most).hasValueBetween(1, 3);
        assertThat(permits.available()).isEqualTo(3);
    }

    @SuppressWarnings("ThreadPriorityCheck")
    private static void work(Permits permits, AtomicInteger inside, AtomicInteger most) throws Exception {
        try {
            permits.acquire();
        } catch (InterruptedException cancelled) {
            return;
        }
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        Thread.yield();
        inside.decrementAndGet();
        permits.release();
    }

    @Test
    void givingBackWhatNobodyTookIsRefused() {
        assertThatIllegalStateException().isThrownBy(new Permits(1)::release);
    }

    @Test
    void thereIsAtLeastOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Permits(0))
                .withMessage("count must be at least 1, not 0");
    }

    @Test
    void morePermitsGoToThoseWhoWait() throws Exception {
        var permits = new Permits(1);
        permits.acquire();
        try (var group = new TaskGroup()) {
            var one = group.spawn(permits::acquire);
            awaitWaiting(one, permits, 1);
            var other = group.spawn(permits::acquire);
            awaitWaiting(other, permits, 2);
            permits.resize(4);
            one.join();
            other.join();
        }
        assertThat(permits.available()).isEqualTo(1);
    }

    /// Of three that are taken two disappear: nobody gets one before they were given back.
    @Test
    void fewerPermitsAreThoseThatAreGivenBackFirst() throws Exception {
        var permits = new Permits(3);
        for (int i = 0; i < 3; i++) {
            permits.acquire();
        }
        permits.resize(1);
        try (var group = new TaskGroup()) {
            var next = group.spawn(permits::acquire);
            awaitWaiting(next, permits, 1);
            permits.release();
            permits.release();
            assertThat(permits.waiting()).isEqualTo(1);
            assertThat(permits.tryAcquire()).isFalse();
            permits.release();
            next.join();
        }
        permits.release();
        assertThat(permits.available()).isEqualTo(1);
        assertThatIllegalStateException().isThrownBy(permits::release);
    }
}
