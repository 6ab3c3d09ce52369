package dev.minato.task;

import dev.minato.error.NetException;

/// The code that a deadline bounds, with a result; see [Tasks#withDeadline].
///
/// Besides a [NetException] it may throw `X`, which the compiler infers.
///
/// @param <T> what it returns
/// @param <X> what else it throws
@FunctionalInterface
public interface BoundedCall<T, X extends Throwable> {
    /// Does it.
    T call() throws X, NetException;
}
