package dev.minato.framed;

import dev.minato.error.NetException;
import dev.minato.task.Tasks;
import java.time.Duration;

/// A part of a call, which may have a bound of its own.
interface Step {
    void run() throws NetException;

    static void within(Duration timeout, Step step) throws NetException {
        try {
            Tasks.withDeadline(timeout, () -> {
                step.run();
                return step;
            });
        } catch (NetException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("a step throws nothing else", e);
        }
    }
}
