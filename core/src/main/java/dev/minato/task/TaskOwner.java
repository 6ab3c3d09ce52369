package dev.minato.task;

/// What a task belongs to, and what hears of its end: a group, a collector, or nothing.
///
/// @param <T> what the task returns
@FunctionalInterface
interface TaskOwner<T> {
    /// Called by the task's thread once the task has ended. Returns whether the owner answers for a failure, so
    /// that the task does not log it.
    boolean ended(Task<T> task);
}
