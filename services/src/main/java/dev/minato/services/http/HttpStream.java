package dev.minato.services.http;

import dev.minato.server.Connection;

/// What takes a connection over after the head of a response, and writes its body: such as server-sent
/// events.
@FunctionalInterface
public interface HttpStream {
    /// Writes the body to the connection, on which nothing else is read or written any more; the connection
    /// is closed when this returns.
    ///
    /// Called by the connection's own task; a [dev.minato.server.Session] may be opened on the connection,
    /// which hears when the server drains and when the peer leaves.
    ///
    /// @throws Exception what ended the connection early
    void run(Connection connection) throws Exception;
}
