package dev.minato.client;

import dev.minato.error.NetException;
import dev.minato.net.ByteStream;

/// Opens a new connection to the server of a [TcpClient]: the general form of an address.
@FunctionalInterface
public interface Connector {
    /// Returns a stream that is the client's from then on, which closes it. Every wait in here is bounded by the
    /// client's connect timeout.
    ByteStream connect() throws NetException;
}
