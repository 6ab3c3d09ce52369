package dev.minato.platform;

import dev.minato.error.NetException;
import java.util.Optional;

/// A listening TCP socket.
public interface TryListener extends TrySocket {
    /// A connection from the backlog; empty for not now.
    ///
    /// Fails with CONNECTION_ABORTED for a connection that died in the queue, TOO_MANY_OPEN_FILES when
    /// descriptors have run out, CLOSED.
    Optional<TryStream> tryAccept() throws NetException;
}
