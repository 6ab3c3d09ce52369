package dev.minato.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.task.Action;
import dev.minato.task.Permits;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.ConcurrencyTest;

/// No schedule loses a permit or gives one to two.
@ExtendWith(FrayTestExtension.class)
class PermitsSchedules {
    private final Clock clock = new Clock();

    @ConcurrencyTest(iterations = 200, scheduler = POSScheduler.class)
    void aReleasedPermitGoesToWhoWaits() throws Exception {
        PlainPlatform.within(clock, () -> {
                    var permits = new Permits(1);
                    Threads.runAll(worker(permits), worker(permits));
                    assertThat(permits.available()).isEqualTo(1);
                })
                .run();
    }

    @ConcurrencyTest(iterations = 200, scheduler = POSScheduler.class)
    void anInterruptLosesNoPermit() throws Exception {
        PlainPlatform.within(clock, () -> {
                    var permits = new Permits(1);
                    permits.acquire();
                    Thread interrupted = Threads.start(workerThatMayBeInterrupted(permits));
                    Threads.runAll(worker(permits), permits::release, interrupted::interrupt);
                    interrupted.join();
                    assertThat(permits.available()).isEqualTo(1);
                })
                .run();
    }

    private Action worker(Permits permits) {
        return PlainPlatform.within(clock, () -> {
            permits.acquire();
            assertThat(permits.tryAcquire()).isFalse();
            permits.release();
        });
    }

    private Action workerThatMayBeInterrupted(Permits permits) {
        return PlainPlatform.within(clock, () -> {
            try {
                permits.acquire();
            } catch (InterruptedException e) {
                return;
            }
            permits.release();
        });
    }
}
