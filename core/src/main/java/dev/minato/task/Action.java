package dev.minato.task;

import java.util.concurrent.Callable;

/// The code of a task that returns nothing and may fail.
@FunctionalInterface
public interface Action {
    /// Does it.
    void run() throws Exception;

    /// The same as a body with a result that says nothing.
    default Callable<Done> thenDone() {
        return () -> {
            run();
            return Done.DONE;
        };
    }
}
