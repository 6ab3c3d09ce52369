package dev.minato.services;

import java.util.OptionalInt;

/// What is known of a service before it runs.
///
/// @param name its name, such as `echo`
/// @param tcpPort its usual TCP port; empty if it is not served over TCP
/// @param udpPort its usual UDP port; empty if it is not served over UDP
/// @param description what it does, in one line
public record ServiceInfo(String name, OptionalInt tcpPort, OptionalInt udpPort, String description) {
    /// Its usual port over that protocol; empty if it is not served so.
    public OptionalInt port(Protocol protocol) {
        return switch (protocol) {
            case TCP -> tcpPort;
            case UDP -> udpPort;
        };
    }
}
