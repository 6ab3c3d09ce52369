package dev.minato.platform.wait;

/// The park and unpark of the threads of a platform, and its clock.
///
/// [Waiter] decides why a wait ended; a parker only stops the thread meanwhile. Spurious wakeups are
/// allowed.
public interface Parker {
    /// Nanoseconds on the platform's clock: at least 0, never going back, unrelated to the time of day.
    long now();

    /// Blocks the calling thread until [#unpark] was called for `waiter` or the thread is interrupted. When
    /// [Waiter#deadline] is not [Deadline#NEVER], calls [Waiter#expire] once that time has come.
    void park(Waiter waiter);

    /// Unparks the thread of `waiter`, if it is parked or about to park.
    void unpark(Waiter waiter);

    /// Yields to others that share the carrier of the calling thread.
    void yieldCarrier();

    /// Calls [TimerEntry#expire] of `entry` once its deadline has come, by a thread that may be held up for a
    /// while: an interrupt may close a channel.
    void schedule(TimerEntry entry);

    /// Cancels the timer of `entry`, which is never used again.
    void forget(TimerEntry entry);
}
