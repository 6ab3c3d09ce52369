package dev.minato.platform;

import dev.minato.error.NetException;
import java.util.Optional;

/// A socket that listens for connections.
///
/// @param <A> its addresses
public interface TryListener<A> extends TrySocket<A> {
    /// A connection from the backlog; empty for not now.
    ///
    /// Fails with CONNECTION_ABORTED for a connection that died in the queue, TOO_MANY_OPEN_FILES when
    /// file descriptors have run out, CLOSED.
    Optional<TryStream<A>> tryAccept() throws NetException;
}
