package dev.minato.platform;

/// The place where a new task runs, on a platform whose event loops schedule their own tasks.
public enum Placement {
    /// On the next place in turn.
    NEXT,
    /// Where the task that starts it runs, so that the two share data without crossing cores.
    HERE,
    /// Apart from all event loops, on the JDK's own scheduler: for computation, which would hold up a loop.
    COMPUTE
}
