package dev.minato.task;

/// The result of a task that has none.
public enum Done {
    /// It ran to its end.
    DONE
}
