package dev.minato.services;

import dev.minato.address.SocketAddr;

/// Is told of each connection that comes and goes.
///
/// Called by the connections' own threads, many at once; what takes long here holds the connection up. What is
/// thrown here ends the connection and is logged.
public interface ConnectionLog {
    /// Tells nobody.
    ConnectionLog SILENT = new ConnectionLog() {
        @Override
        public void opened(String service, SocketAddr peer) {}

        @Override
        public void closed(String service, SocketAddr peer, String why) {}
    };

    /// A connection of `peer` to that service is about to be served.
    void opened(String service, SocketAddr peer);

    /// It is over; `why` is `done`, or the failure that ended it, such as `read 127.0.0.1:50000: timed out`.
    void closed(String service, SocketAddr peer, String why);
}
