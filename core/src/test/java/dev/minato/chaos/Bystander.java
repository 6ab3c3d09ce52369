package dev.minato.chaos;

import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import java.time.Duration;

/// A task that has nothing to do with any connection and sleeps 10 ms at a time: nothing may keep it from that.
final class Bystander {
    private static final Duration NAP = Duration.ofMillis(10);
    private static final Duration MAX_NAP = Duration.ofSeconds(10);

    private final Stage stage;

    Bystander(Stage stage) {
        this.stage = stage;
    }

    void play(Actor actor) throws NetException, InterruptedException {
        while (!stage.isOver()) {
            actor.at("sleeps", MAX_NAP);
            Tasks.sleep(NAP);
        }
    }
}
