package dev.minato.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.error.ErrorKind;
import dev.minato.error.NetException;
import dev.minato.task.Action;
import dev.minato.task.Permits;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.ConcurrencyTest;

/// Invariant: a permit is free, or somebody has it, and never two; whoever may wait for one gets it, or hears
/// that nobody will.
@ExtendWith(FrayTestExtension.class)
class PermitsSchedules {
    private final Clock clock = new Clock();
    private final AtomicInteger holders = new AtomicInteger();

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aPermitHasOneHolderAndGoesToWhoWaits() throws Exception {
        within(() -> {
            var permits = new Permits(1);
            Threads.runAll(worker(permits), worker(permits), worker(permits));
            assertThat(permits.available()).isEqualTo(1);
        });
    }

    @ConcurrencyTest(iterations = 1000, scheduler = PctAndPos.class)
    void anInterruptedAcquireLosesNoPermit() throws Exception {
        within(() -> {
            var permits = new Permits(1);
            permits.acquire();
            Thread interrupted = Threads.start(workerThatMayBeInterrupted(permits));
            Threads.runAll(permits::release, interrupted::interrupt, worker(permits));
            interrupted.join();
            assertThat(permits.available()).isEqualTo(1);
            assertThat(permits.waiting()).isZero();
        });
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aCloseEndsTheWaitOrLeavesThePermit() throws Exception {
        within(() -> {
            var permits = new Permits(1);
            permits.acquire();
            Threads.runAll(workerUntilClosed(permits), workerUntilClosed(permits), permits::release, permits::close);
            assertThat(permits.available()).isEqualTo(1);
            assertThat(permits.waiting()).isZero();
        });
    }

    private void within(Action body) throws Exception {
        PlainPlatform.within(clock, body).run();
    }

    private Action worker(Permits permits) {
        return PlainPlatform.within(clock, () -> {
            permits.acquire();
            work(permits);
        });
    }

    private Action workerThatMayBeInterrupted(Permits permits) {
        return PlainPlatform.within(clock, () -> {
            try {
                permits.acquire();
            } catch (InterruptedException e) {
                return;
            }
            work(permits);
        });
    }

    private Action workerUntilClosed(Permits permits) {
        return PlainPlatform.within(clock, () -> {
            try {
                permits.acquire();
            } catch (NetException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED);
                return;
            }
            work(permits);
        });
    }

    private void work(Permits permits) {
        assertThat(holders.incrementAndGet()).isEqualTo(1);
        assertThat(holders.decrementAndGet()).isZero();
        permits.release();
    }
}
