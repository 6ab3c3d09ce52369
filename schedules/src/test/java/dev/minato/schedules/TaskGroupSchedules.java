package dev.minato.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.minato.platform.Deadline;
import dev.minato.platform.Handle;
import dev.minato.platform.Outcome;
import dev.minato.platform.WaitQueue;
import dev.minato.task.TaskGroup;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.junit.junit5.FrayTestExtension;
import org.pastalab.fray.junit.junit5.annotations.ConcurrencyTest;

/// No schedule lets a task outlive its group, or forgets to cancel one.
@ExtendWith(FrayTestExtension.class)
class TaskGroupSchedules {
    private final Clock clock = new Clock();

    @ConcurrencyTest(iterations = 200, scheduler = POSScheduler.class)
    void whatIsStartedWhileTheGroupClosesIsCancelledOrRefused() throws Exception {
        PlainPlatform.within(clock, () -> {
                    var group = new TaskGroup();
                    Thread spawner = Threads.start(() -> spawnIfOpen(group));
                    group.close();
                    assertThat(group.size()).isZero();
                    spawner.join();
                    assertThat(group.size()).isZero();
                })
                .run();
    }

    @ConcurrencyTest(iterations = 200, scheduler = POSScheduler.class)
    void whatWasStartedBeforeACancelIsCancelled() throws Exception {
        PlainPlatform.within(clock, () -> {
                    var group = new TaskGroup();
                    group.spawn(this::untilCancelled);
                    Threads.runAll(group::cancel, PlainPlatform.within(clock, group::join));
                    assertThat(group.size()).isZero();
                })
                .run();
    }

    @ConcurrencyTest(iterations = 200, scheduler = POSScheduler.class)
    void joiningSeesTheEndOfEachTask() throws Exception {
        PlainPlatform.within(clock, () -> {
                    var group = new TaskGroup();
                    group.spawn(() -> {});
                    group.spawn(() -> {});
                    group.join();
                    assertThat(group.size()).isZero();
                })
                .run();
    }

    private void spawnIfOpen(TaskGroup group) {
        try {
            group.spawn(this::untilCancelled);
        } catch (IllegalStateException closed) {
            assertThat(closed).hasMessageContaining("closed");
        }
    }

    private void untilCancelled() {
        var never = new WaitQueue(clock);
        assertThat(never.await(new Handle(), Deadline.NEVER, () -> false)).isEqualTo(Outcome.INTERRUPTED);
    }
}
