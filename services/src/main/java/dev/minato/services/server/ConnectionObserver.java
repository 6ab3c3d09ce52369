package dev.minato.services.server;

import dev.minato.address.SocketAddr;

/// The observer of one service's connections; called by their own threads, many at once.
public interface ConnectionObserver {
    /// Takes note that a connection of `peer` is about to be served.
    void opened(SocketAddr peer);

    /// Takes note that it is over; `reason` is `done`, or the failure that ended it.
    void closed(SocketAddr peer, String reason);
}
