package dev.minato.task;

import java.util.Objects;
import java.util.concurrent.Callable;

/// The result of a task that has none.
enum Done {
    /// It ran to its end.
    DONE;

    /// Returns a body that runs `action`, with a result that says nothing.
    static Callable<Done> after(Action action) {
        Objects.requireNonNull(action, "action");
        return () -> {
            action.run();
            return DONE;
        };
    }
}
