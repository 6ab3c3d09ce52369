package dev.minato.platform.wait;

/// The predicate of a wait in a [WaitQueue]: evaluated after joining, and once more before a timeout is
/// reported.
@FunctionalInterface
public interface WaitCondition {
    /// Holds never: only a wakeup, the deadline, an interrupt or a close ends the wait.
    WaitCondition NEVER = () -> false;

    /// Whether the wait is over. Called by the waiting thread without a lock held; must not block.
    boolean holds();
}
