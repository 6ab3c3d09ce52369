package dev.minato.services;

/// What carries a service.
public enum Protocol {
    /// Connections.
    TCP("tcp"),
    /// Datagrams.
    UDP("udp");

    private final String text;

    Protocol(String text) {
        this.text = text;
    }

    /// `tcp` or `udp`.
    @Override
    public String toString() {
        return text;
    }
}
