package dev.minato.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.wait.Deadline;
import dev.minato.platform.wait.Handle;
import dev.minato.platform.wait.Outcome;
import dev.minato.platform.wait.WaitQueue;
import dev.minato.task.Action;
import dev.minato.task.TaskGroup;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.ConcurrencyTest;

/// Invariant: no task outlives its group, a cancel reaches each task whose first step came before it, and who
/// waits for the end of the tasks hears of it.
@ExtendWith(FrayTestExtension.class)
class TaskGroupSchedules {
    private final Clock clock = new Clock();
    private final AtomicInteger running = new AtomicInteger();

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void whatIsSpawnedWhileTheGroupClosesIsCancelledOrRefused() throws Exception {
        within(() -> {
            var group = new TaskGroup();
            Thread spawner = Threads.start(() -> spawnUnlessClosed(group));
            group.close();
            assertThat(running).hasValue(0);
            spawner.join();
            assertThat(running).hasValue(0);
            assertThat(group.size()).isZero();
        });
    }

    @ConcurrencyTest(iterations = 1000, scheduler = PctAndPos.class)
    void aTaskThatHasBegunIsReachedByACancel() throws Exception {
        within(() -> {
            var group = new TaskGroup();
            var begun = new Signal(clock);
            Thread spawner = Threads.start(() -> group.spawn(() -> {
                begun.raise();
                untilInterrupted();
            }));
            begun.await();
            group.cancel();
            group.join();
            spawner.join();
            assertThat(group.size()).isZero();
        });
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void aCancelAndAJoinBesideEachOtherLeaveNothing() throws Exception {
        within(() -> {
            var group = new TaskGroup();
            group.spawn(this::untilInterrupted);
            group.spawn(() -> {});
            Threads.runAll(group::cancel, PlainPlatform.within(clock, group::join));
            assertThat(running).hasValue(0);
        });
    }

    @ConcurrencyTest(iterations = 500, scheduler = PctAndPos.class)
    void twoThatJoinHearOfTheLastEnd() throws Exception {
        within(() -> {
            var group = new TaskGroup();
            group.spawn(() -> {});
            group.spawn(() -> {});
            Threads.runAll(PlainPlatform.within(clock, group::join), PlainPlatform.within(clock, group::join));
            assertThat(group.size()).isZero();
        });
    }

    private void within(Action body) throws Exception {
        PlainPlatform.within(clock, body).run();
    }

    private void spawnUnlessClosed(TaskGroup group) {
        try {
            group.spawn(this::untilInterrupted);
        } catch (IllegalStateException closed) {
            assertThat(closed).hasMessageContaining("closed");
        }
    }

    /// Waits for ever, unless a cancel interrupts it.
    private void untilInterrupted() {
        running.incrementAndGet();
        var never = new WaitQueue(clock);
        if (never.await(new Handle(), Deadline.NEVER, () -> false) == Outcome.INTERRUPTED) {
            running.decrementAndGet();
        }
    }
}
