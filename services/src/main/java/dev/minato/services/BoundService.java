package dev.minato.services;

import dev.minato.address.SocketAddr;
import dev.minato.address.UnixAddr;
import java.util.Objects;
import java.util.Optional;

/// A service that is being served, and the address it is bound to, of either kind.
///
/// @param service its name
/// @param protocol the transport protocol; [Protocol#TCP] for Unix streams, too
/// @param internetAddress the bound address, with the real port; empty for a Unix socket
/// @param unixAddress the bound address of a Unix socket
public record BoundService(
        String service, Protocol protocol, Optional<SocketAddr> internetAddress, Optional<UnixAddr> unixAddress) {
    /// All of them.
    public BoundService {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(internetAddress, "internetAddress");
        Objects.requireNonNull(unixAddress, "unixAddress");
    }

    /// A service at an internet address.
    public BoundService(String service, Protocol protocol, SocketAddr address) {
        this(service, protocol, Optional.of(address), Optional.empty());
    }

    /// A service at a Unix address.
    public BoundService(String service, UnixAddr address) {
        this(service, Protocol.TCP, Optional.empty(), Optional.of(address));
    }

    /// Returns the bound internet address, with the real port.
    ///
    /// @throws IllegalStateException for a Unix socket
    public SocketAddr address() {
        return internetAddress.orElseThrow(
                () -> new IllegalStateException(service + " is bound to " + unixAddress.orElseThrow()));
    }

    /// Returns the address as text, of whatever kind: `127.0.0.1:7878`, or `unix /run/echo.sock`.
    public String place() {
        return internetAddress
                .map(SocketAddr::toString)
                .orElseGet(() -> unixAddress.orElseThrow().toString());
    }
}
