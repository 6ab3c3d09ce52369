package dev.minato.services.server;

import dev.minato.address.SocketAddr;
import java.time.Duration;

/// The observer of one service's connections; called by their own threads, many at once.
public interface ConnectionObserver {
    /// Takes note that a connection of `peer` is about to be served.
    void opened(SocketAddr peer);

    /// Takes note that it is over after so many bytes and so much time; `reason` is `done`, or the failure that
    /// ended it.
    void closed(SocketAddr peer, long bytesIn, long bytesOut, Duration duration, String reason);
}
