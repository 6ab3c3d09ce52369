package dev.minato.proxy;

/// What a [ProxyHeader] says of its connection.
public enum ProxyCommand {
    /// The proxy passes on a client's connection, whose addresses stand in the header.
    PROXY,
    /// The proxy's own connection, such as a health check, or that of a client without an IP address: the addresses
    /// of the socket count. Version 2 only.
    LOCAL,
    /// The proxy cannot tell the client's addresses: those of the socket count. Version 1 only.
    UNKNOWN
}
