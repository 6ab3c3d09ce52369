package dev.minato.services.server;

import dev.minato.net.ByteStream;

/// The handler of a service's connections.
@FunctionalInterface
public interface TcpService {
    /// Serves one connection, from its first byte to its last. Returns when the conversation is over.
    ///
    /// Called by many threads at once, one for each connection. The caller sets the stream's timeouts before
    /// and closes it afterwards, also when this throws.
    ///
    /// @throws Exception what ended the connection early; a `NetException` if that was the network
    void serve(ByteStream stream) throws Exception;
}
