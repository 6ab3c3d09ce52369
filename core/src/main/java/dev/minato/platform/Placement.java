package dev.minato.platform;

/// Where a new task runs, on a platform that has places: loops that run their own tasks.
public enum Placement {
    /// On the next place in turn.
    NEXT,
    /// Where the task that starts it runs, so that the two share data without crossing cores.
    HERE,
    /// Apart from all loops, on the JDK's own scheduler: for computation, which would hold up a loop.
    COMPUTE
}
