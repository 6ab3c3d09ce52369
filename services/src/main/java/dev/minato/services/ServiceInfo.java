package dev.minato.services;

import java.util.Objects;
import java.util.OptionalInt;

/// The description of a service.
///
/// @param name its name, such as `echo`
/// @param tcpPort its default TCP port; empty if it is not served over TCP
/// @param udpPort its default UDP port; empty if it is not served over UDP
/// @param description its purpose, in one line
/// @param onlyWhenNamed whether it is left out where all services are meant and none is named
public record ServiceInfo(
        String name, OptionalInt tcpPort, OptionalInt udpPort, String description, boolean onlyWhenNamed) {
    /// All of them.
    public ServiceInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(tcpPort, "tcpPort");
        Objects.requireNonNull(udpPort, "udpPort");
        Objects.requireNonNull(description, "description");
    }

    /// A service that is among those that are served when none is named.
    public ServiceInfo(String name, OptionalInt tcpPort, OptionalInt udpPort, String description) {
        this(name, tcpPort, udpPort, description, false);
    }

    /// Returns its default port over that protocol; empty if it is not served over it.
    public OptionalInt port(Protocol protocol) {
        Objects.requireNonNull(protocol, "protocol");
        return switch (protocol) {
            case TCP -> tcpPort;
            case UDP -> udpPort;
        };
    }
}
