package dev.minato.services;

import dev.minato.address.SocketAddr;
import java.util.Objects;

/// A service that is being served, and the address it is bound to.
///
/// @param service its name
/// @param protocol the transport protocol
/// @param address the bound address, with the real port
public record BoundService(String service, Protocol protocol, SocketAddr address) {
    /// All of them.
    public BoundService {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
    }
}
