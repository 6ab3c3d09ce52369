package dev.minato.services;

import java.util.Objects;

/// A service, and the address to serve it at.
///
/// @param service its name, one of [Services#all]
/// @param protocol the transport protocol
/// @param address `host:port` to bind to; port 0 takes any free port
public record Binding(String service, Protocol protocol, String address) {
    /// All of them.
    public Binding {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
    }

    /// Returns `echo/tcp`.
    String label() {
        return service + "/" + protocol;
    }
}
