package dev.minato.codec;

import dev.minato.error.NetException;

/// A function from messages of one form to those of another.
///
/// @param <A> what is mapped
/// @param <B> what it is mapped to
@FunctionalInterface
public interface Mapping<A, B> {
    /// Returns the other form of a message, which may be a view: copy what is to be kept.
    ///
    /// @throws NetException `INVALID_DATA` for what came and has no other form, `INVALID_INPUT` for what is to be
    ///     written and has none
    B apply(A message) throws NetException;
}
