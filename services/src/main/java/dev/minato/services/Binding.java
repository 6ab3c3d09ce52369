package dev.minato.services;

/// A service, and the address to serve it at.
///
/// @param service its name, one of [Services#all]
/// @param protocol the transport protocol
/// @param address `host:port` to bind to; port 0 takes any free port
public record Binding(String service, Protocol protocol, String address) {
    /// Returns `echo/tcp`.
    String label() {
        return service + "/" + protocol;
    }
}
