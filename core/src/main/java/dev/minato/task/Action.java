package dev.minato.task;

/// The code of a task that returns nothing and may fail.
@FunctionalInterface
public interface Action {
    /// Does it.
    void run() throws Exception;
}
