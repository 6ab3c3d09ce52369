package dev.minato.services;

/// Where a service is to be served.
///
/// @param service its name, one of [Services#all]
/// @param protocol over what
/// @param address `host:port` to bind to; port 0 lets the system choose
public record Berth(String service, Protocol protocol, String address) {
    /// `echo/tcp`.
    String label() {
        return service + "/" + protocol;
    }
}
