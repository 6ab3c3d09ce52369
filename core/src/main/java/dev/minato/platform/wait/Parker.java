package dev.minato.platform.wait;

/// How the threads of a platform stop and go on, and what time it is for them.
///
/// [Waiter] decides why a wait ended; a parker only stops the thread meanwhile. A parker may return early for
/// no reason.
public interface Parker {
    /// Nanoseconds on the platform's clock: at least 0, never going back, unrelated to the time of day.
    long now();

    /// Stops the calling thread until [#unpark] was called for `waiter` or the thread is interrupted. When
    /// [Waiter#deadline] is not [Deadline#NEVER], calls [Waiter#expire] once that time has come.
    void park(Waiter waiter);

    /// Lets the thread of `waiter` go on, if it is stopped or about to stop.
    void unpark(Waiter waiter);

    /// Lets others that share the calling thread's carrier run first.
    void yieldCarrier();

    /// Forgets what is scheduled for `waiter`, which is about to be thrown away.
    void forget(Waiter waiter);
}
