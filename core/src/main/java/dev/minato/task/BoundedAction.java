package dev.minato.task;

import dev.minato.error.NetException;

/// The code that a deadline bounds, without a result; see [Tasks#runWithDeadline].
///
/// Besides a [NetException] it may throw `X`, which the compiler infers.
///
/// @param <X> what else it throws
@FunctionalInterface
public interface BoundedAction<X extends Throwable> {
    /// Does it.
    void run() throws X, NetException;
}
