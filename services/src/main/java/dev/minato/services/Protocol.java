package dev.minato.services;

/// The transport protocol of a service.
public enum Protocol {
    /// Connections.
    TCP("tcp"),
    /// Datagrams.
    UDP("udp");

    private final String text;

    Protocol(String text) {
        this.text = text;
    }

    /// Returns `tcp` or `udp`.
    @Override
    public String toString() {
        return text;
    }
}
