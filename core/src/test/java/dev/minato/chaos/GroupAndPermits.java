package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.task.Permits;
import dev.minato.task.TaskGroup;
import dev.minato.task.Tasks;
import java.time.Duration;

/// One group of tasks after another that compete for permits and are cancelled on the way; no permit gets lost.
final class GroupAndPermits {
    private static final int PERMITS = 2;
    private static final int TASKS = 6;

    private final Stage stage;

    GroupAndPermits(Stage stage) {
        this.stage = stage;
    }

    void play(Actor actor) throws NetException {
        var permits = new Permits(PERMITS);
        while (!stage.isOver()) {
            actor.at("runs a group");
            try (var group = actor.random().nextBoolean() ? new TaskGroup() : TaskGroup.isolated()) {
                for (int i = 0; i < TASKS; i++) {
                    group.spawn(() -> work(permits));
                }
                if (actor.random().nextBoolean()) {
                    Thread.onSpinWait();
                } else {
                    sleep(Duration.ofNanos(actor.random().nextInt(2_000_000)));
                }
                group.cancel();
            }
            if (permits.available() != PERMITS || permits.waiting() != 0) {
                throw new AssertionError("permits: " + permits.available() + ", waiting: " + permits.waiting());
            }
            stage.moved();
        }
    }

    private static void work(Permits permits) throws InterruptedException, NetException {
        permits.acquire();
        try {
            Tasks.sleep(Duration.ofMillis(1));
        } finally {
            permits.release();
        }
    }

    private static void sleep(Duration duration) throws NetException {
        try {
            Tasks.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this one", e);
        }
    }
}
