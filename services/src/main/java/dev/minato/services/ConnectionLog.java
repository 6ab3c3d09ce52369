package dev.minato.services;

import dev.minato.address.SocketAddr;

/// A log of connections that open and close.
///
/// Called by the connections' own threads, many at once; a call that takes long delays the connection. What
/// it throws closes the connection and is logged.
public interface ConnectionLog {
    /// A log that discards everything.
    ConnectionLog SILENT = new ConnectionLog() {
        @Override
        public void opened(String service, SocketAddr peer) {}

        @Override
        public void closed(ConnectionEnd end) {}
    };

    /// Takes note that a connection of `peer` to that service is about to be served.
    void opened(String service, SocketAddr peer);

    /// Takes note that it is over.
    void closed(ConnectionEnd end);
}
